using MessagePack;

namespace ZeroRpc.Server.Binding.Overloads;

/// <content>Arrays and maps, which are rated by their items.</content>
internal sealed partial class TypeFit
{
    /// <summary>
    /// The distance of a map to a dictionary: more than to a class that has a member for every key, and less than to other classes.
    /// </summary>
    internal const int Dictionary = 500;

    /// <summary>The largest distance that the worst entry adds for a dictionary.</summary>
    private const int WorstEntry = 400;

    /// <summary>The distance of a map to a type whose members are not known, such as one with a formatter of its own.</summary>
    private const int OtherMap = Dictionary + WorstEntry + 1;

    /// <summary>
    /// Items at a deeper level count as a match without a check. Without a limit, a sequence type that contains itself would be followed
    /// endlessly.
    /// </summary>
    private const int MaxDepth = 16;

    private readonly Lazy<MapFit?> _map;
    private readonly Lazy<TypeFit[]> _parts;

    /// <summary>
    /// The ratings of the items of a sequence or tuple, and of the key and value of a dictionary. Created on first use, because a type can
    /// be a sequence of itself.
    /// </summary>
    private TypeFit[] Parts => _parts.Value;

    private bool IsByteList => _kind == ValueKind.List && ValueKinds.GetItemType(_type) == typeof(byte);

    /// <summary>Returns true if no value can match one type better than the other.</summary>
    public bool IsSame(TypeFit other) => IsSame(other, depth: 0);

    private bool IsSame(TypeFit other, int depth)
    {
        if (_kind != other._kind || _wrapped != other._wrapped)
        {
            return false;
        }

        return _kind switch
        {
            ValueKind.List or ValueKind.Tuple or ValueKind.Dictionary => depth > MaxDepth ||
                (Parts.Length == other.Parts.Length && Parts.Zip(other.Parts).All(pair => pair.First.IsSame(pair.Second, depth + 1))),
            ValueKind.Record => _map.Value is { } mine && other._map.Value is { } its && mine.IsSame(its),
            ValueKind.Any or ValueKind.Boolean or ValueKind.Bytes or ValueKind.Time or ValueKind.Extension => true,
            _ => _type == other._type,
        };
    }

    private TypeFit[] CreateParts() => _kind switch
    {
        ValueKind.List when ValueKinds.GetItemType(_type) is { } item => [new TypeFit(item, _codec)],
        ValueKind.Tuple => [.. _type.GetGenericArguments().Select(element => new TypeFit(element, _codec))],
        ValueKind.Dictionary => [.. ValueKinds.GetEntryTypes(_type).Select(part => new TypeFit(part, _codec))],
        _ => [],
    };

    private int? RateMap(in WireValue value, int depth) => _kind switch
    {
        ValueKind.Record => If(true, _map.Value?.Distance(value) ?? OtherMap),
        ValueKind.Dictionary => RateEntries(value, depth),
        _ => null,
    };

    private int? RateEntries(in WireValue value, int depth)
    {
        MessagePackReader entries = value.Entries(out int count);
        int worst = 0;
        for (int index = 0; index < 2 * count && Parts.Length > 0; index++)
        {
            var part = WireValue.Read(ref entries);
            if (Parts[index % 2].Distance(part, depth + 1) is not { } distance)
            {
                return null;
            }

            worst = Math.Max(worst, distance);
        }

        return Dictionary + Math.Min(worst, WorstEntry) + _wrapped;
    }

    /// <summary>The distance of an array is that of its worst item: <c>[1, 2.5]</c> matches <c>double[]</c>, not <c>int[]</c>.</summary>
    private int? RateArray(in WireValue value, int depth)
    {
        if (_kind is not (ValueKind.List or ValueKind.Tuple))
        {
            return null;
        }

        MessagePackReader items = value.Items(out int count);
        if (_kind == ValueKind.Tuple && count != Parts.Length)
        {
            return null;
        }

        int worst = 0;
        for (int index = 0; index < count; index++)
        {
            TypeFit? fit = _kind == ValueKind.Tuple ? Parts[index] : Parts.FirstOrDefault();
            var item = WireValue.Read(ref items);
            if ((fit is null ? Last : fit.Distance(item, depth + 1)) is not { } distance)
            {
                return null;
            }

            worst = Math.Max(worst, distance);
        }

        return worst + _wrapped;
    }
}
