using System.Numerics;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats enums as numbers, or as names if <see cref="ValueOptions.WriteEnumsAsNames"/> is set. Several flags are written as <c>A, B</c>, and a
/// value without a name as its number. Reading accepts numbers, and names in any case.
/// </summary>
internal sealed class EnumFormatter<TEnum, TNumber>(bool asNames) : IMessagePackFormatter<TEnum>
    where TEnum : struct, Enum
    where TNumber : struct, IBinaryInteger<TNumber>
{
    private static readonly string s_expected = $"a number or a name of {TypeNames.Format(typeof(TEnum))}";

    private readonly IntegerFormatter<TNumber> _numbers = new(s_expected);

    public void Serialize(ref MessagePackWriter writer, TEnum value, MessagePackSerializerOptions options)
    {
        if (asNames && value.ToString() is var name && !IsNumber(name))
        {
            writer.Write(name);
            return;
        }

        _numbers.Serialize(ref writer, Unsafe.BitCast<TEnum, TNumber>(value), options);
    }

    public TEnum Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType != MessagePackType.String)
        {
            return Unsafe.BitCast<TNumber, TEnum>(_numbers.Deserialize(ref reader, options));
        }

        string name = reader.ReadString() ?? "";
        return !IsNumber(name) && (Enum.TryParse(name, out TEnum value) || Enum.TryParse(name, ignoreCase: true, out value))
            ? value
            : throw Mismatch.Received(s_expected, "a string", Mismatch.Quote(name));
    }

    private static bool IsNumber(string name) => name.AsSpan().TrimStart() is [(>= '0' and <= '9') or '-' or '+', ..];
}

/// <summary>Formats nullable values: nil, or the value itself.</summary>
internal sealed class NullableFormatter<T>(FormatterCache formatters) : IMessagePackFormatter<T?>, ICompositeFormatter
    where T : struct
{
    public IEnumerable<FormattedPart> GetParts(bool toRead) => [new("the value", typeof(T))];

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is { } known)
        {
            formatters.Get<T>().Serialize(ref writer, known, options);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : formatters.Get<T>().Deserialize(ref reader, options);
}
