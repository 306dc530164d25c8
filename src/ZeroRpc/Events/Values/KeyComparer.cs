using System.Runtime.InteropServices;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Comparers for keys that came from the wire: whoever sends them must not be able to choose keys of one hash.</summary>
internal static class KeyComparer
{
    /// <summary>The comparer for a key type; null, the default one, for strings, whose hash is seeded by the runtime.</summary>
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
            // MessagePack has none for tuples and the user's own types: those hash as their authors made them.
            return null;
        }
    }
}

/// <summary>
/// Keys of untyped maps: equal by content, also byte[] and arrays (Python's tuples), and integers whatever their .NET type, so that
/// <c>map[1]</c> finds what came as long.
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

    /// <summary>The runtime's seeded string hash, the only keyed one at hand; an odd last byte is added.</summary>
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
        double value => value + 0.0, // minus zero is zero
        _ => key,
    };
}
