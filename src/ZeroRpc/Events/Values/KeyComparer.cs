using System.Runtime.InteropServices;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Comparers for map keys that a peer sent. A peer must not be able to choose keys with equal hash codes.</summary>
internal static class KeyComparer
{
    /// <summary>
    /// Returns the comparer for a key type. Returns null for string: the runtime's default hash code of strings is already seeded.
    /// </summary>
    public static IEqualityComparer<TKey>? For<TKey>()
    {
        if (typeof(TKey) == typeof(string))
        {
            return null;
        }

        if (typeof(TKey) == typeof(object))
        {
            return (IEqualityComparer<TKey>)(object)UntypedKeyComparer.Instance;
        }

        try
        {
            return MessagePackSecurity.UntrustedData.GetEqualityComparer<TKey>();
        }
        catch (TypeAccessException)
        {
            // MessagePack has no comparer for tuples and user-defined types. Their own GetHashCode is used.
            return null;
        }
    }
}

/// <summary>
/// Compares the keys of untyped maps by content, including byte[] and arrays (Python's tuples). Integers are equal regardless of their .NET
/// type, so that <c>map[1]</c> finds a key that was read as long.
/// </summary>
internal sealed class UntypedKeyComparer : IEqualityComparer<object>
{
    public static UntypedKeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y)
    {
        if (x is null || y is null)
        {
            return ReferenceEquals(x, y);
        }

        return (Normal(x), Normal(y)) switch
        {
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (object?[] a, object?[] b) => a.AsSpan().SequenceEqual(b, this!),
            (object a, object b) => a.Equals(b),
        };
    }

    public int GetHashCode(object obj)
    {
        switch (Normal(obj))
        {
            case long integer:
                return Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref integer)));
            case ulong integer:
                return Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref integer)));
            case double number:
                return Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(ref number)));
            case DateTime time:
                long ticks = time.Ticks;
                return Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref ticks)));
            case byte[] bytes:
                return Hash(bytes);
            case ExtensionValue extension:
                return Hash(extension.Data.Span);
            case object?[] array:
                return Hash(array);
            default:
                return obj.GetHashCode();
        }
    }

    private int Hash(object?[] array)
    {
        var hash = new HashCode();
        foreach (object? item in array)
        {
            hash.Add(item is null ? 0 : GetHashCode(item));
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// Hashes bytes with the runtime's seeded hash of strings, the only keyed hash that .NET offers. An odd last byte is added separately.
    /// </summary>
    private static int Hash(ReadOnlySpan<byte> bytes) =>
        HashCode.Combine(
            string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes)),
            bytes.Length % 2 == 0 ? -1 : bytes[^1]);

    private static object Normal(object key) => key switch
    {
        int value => (long)value,
        uint value => (long)value,
        short value => (long)value,
        ushort value => (long)value,
        sbyte value => (long)value,
        byte value => (long)value,
        ulong value and <= long.MaxValue => (long)value,
        double value => value + 0.0, // converts -0.0 to 0.0
        _ => key,
    };
}
