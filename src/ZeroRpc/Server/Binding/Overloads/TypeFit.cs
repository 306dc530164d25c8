using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>
/// Rates how well received values match one parameter type. The distance is 0 for the type that C# would choose for such a literal, and
/// null for a value that does not match. One instance is created per parameter, so that overload resolution needs no reflection.
/// </summary>
internal sealed partial class TypeFit
{
    /// <summary>The distance to <see cref="Object"/>, which accepts any value but only if no other type does.</summary>
    private const int Last = 1_000_000;

    /// <summary>
    /// Added for enums, which accept integers after all numeric types, and for integer types, which accept floats without a fraction after
    /// all floating-point types.
    /// </summary>
    private const int Far = 100;

    /// <summary>The distance of a number to a date or time, which accepts its seconds only if no other type does.</summary>
    private const int AfterNumbers = Last + 1;

    private readonly ValueCodec _codec;
    private readonly Type _type;
    private readonly ValueKind _kind;
    private readonly int _wrapped;
    private readonly bool _takesNil;
    private readonly (Int128 Min, Int128 Max) _range;
    private readonly int _forInteger;
    private readonly int _forDouble;
    private readonly int _forFloat;

    private TypeFit(Type declared, ValueCodec codec)
    {
        _codec = codec;
        _type = Nullable.GetUnderlyingType(declared) ?? declared;
        _kind = ValueKinds.Get(_type);
        _wrapped = _type == declared ? 0 : 1; // int is preferred to int?
        _takesNil = !declared.IsValueType || _wrapped == 1;
        _range = NumberOrder.RangeOf(_type);
        _forInteger = 2 * NumberOrder.ForInteger(_type); // doubled, because nullable types rank in between
        _forDouble = 2 * NumberOrder.ForDouble(_type);
        _forFloat = 2 * NumberOrder.ForFloat(_type);
        _parts = new Lazy<TypeFit[]>(CreateParts);
        _map = new Lazy<MapFit?>(() => MapFit.Create(_type, codec));
    }

    /// <summary>
    /// Whether the type holds only the date or only the time of a point in time. DateTime is preferred for text with both, so that nothing is
    /// lost.
    /// </summary>
    private bool IsPartOfTime => _type == typeof(DateOnly) || _type == typeof(TimeOnly);

    /// <summary>Creates the rating for a parameter type.</summary>
    public static TypeFit Create(Type type, ValueCodec codec) => new(type, codec);

    /// <summary>Returns the distance of a value to the type, or null if the value does not match.</summary>
    public int? Distance(in WireValue value) => Distance(value, depth: 0);

    private int? Distance(in WireValue value, int depth)
    {
        if (_kind == ValueKind.Any || depth > MaxDepth)
        {
            return Last;
        }

        return value.Type switch
        {
            MessagePackType.Nil => _takesNil ? 0 : null,
            MessagePackType.Boolean => If(_kind == ValueKind.Boolean, 0),
            MessagePackType.Integer => RateInteger(value),
            MessagePackType.Float => RateFloat(value),
            MessagePackType.String => RateText(value),
            MessagePackType.Binary => If(_kind == ValueKind.Bytes, 0) ?? If(IsByteList, 2),
            MessagePackType.Array => RateArray(value, depth),
            MessagePackType.Map => RateMap(value, depth),
            MessagePackType.Extension => RateExtension(value),
            _ => null,
        };
    }

    private int? If(bool fits, int distance) => fits ? distance + _wrapped : null;

    private int? RateInteger(in WireValue value) => _kind switch
    {
        ValueKind.Integer or ValueKind.Float or ValueKind.Decimal => If(IsInRange(value), _forInteger),
        ValueKind.Enum => If(true, Far),
        _ => RateTime(value, AfterNumbers),
    };

    private int? RateFloat(in WireValue value) => _kind switch
    {
        ValueKind.Float or ValueKind.Decimal => If(true, value.IsFloat32 ? _forFloat : _forDouble),
        ValueKind.Integer => If(IsInRange(value), Far + _forInteger),
        _ => RateTime(value, AfterNumbers),
    };

    private int? RateText(in WireValue value) => _kind switch
    {
        ValueKind.Text when _type == typeof(string) => If(true, 0),
        ValueKind.Text when _type == typeof(char) => If(value.IsOneCharacter(), 2),
        ValueKind.Text when IsPartOfTime => RateTime(value, value.IsDateAndTime() ? 8 : 4),
        ValueKind.Text => If(_codec.CanRead(value.Raw, _type), 4),
        ValueKind.Float when _type == typeof(TimeSpan) => If(_codec.CanRead(value.Raw, _type), 6),
        ValueKind.Time or ValueKind.Enum or ValueKind.Decimal => If(_codec.CanRead(value.Raw, _type), 6),
        _ => null,
    };

    private int? RateExtension(in WireValue value) => _kind switch
    {
        ValueKind.Time => If(value.ExtensionCode() == ReservedMessagePackExtensionTypeCode.DateTime, _type == typeof(DateTime) ? 0 : 2),
        ValueKind.Extension => If(true, 4),
        ValueKind.Record => If(_codec.CanRead(value.Raw, _type), 6),
        _ => RateTime(value, 8),
    };

    /// <summary>Rates a value that is not in the usual form of a date or time, such as its seconds.</summary>
    private int? RateTime(in WireValue value, int distance) =>
        If((_kind == ValueKind.Time || IsPartOfTime) && _codec.CanRead(value.Raw, _type), distance);

    private bool IsInRange(in WireValue value) => value.Integer is { } integer && integer >= _range.Min && integer <= _range.Max;
}
