using System.Numerics;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>
/// Ranks the numeric types for a number, in the order of C#'s better conversions: an integer is an <c>int</c> if it fits, then the smallest
/// type that holds it, signed before unsigned, then <c>float</c>, <c>double</c>, <c>decimal</c>.
/// </summary>
internal static class NumberOrder
{
    private static readonly Type[] ForIntegers =
    [
        typeof(int), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(uint), typeof(long), typeof(ulong),
        typeof(Int128), typeof(UInt128), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger), typeof(Half),
        typeof(TimeSpan),
    ];

    private static readonly Type[] ForDoubles = [typeof(double), typeof(decimal), typeof(float), typeof(Half), typeof(TimeSpan)];

    private static readonly Type[] ForFloats = [typeof(float), typeof(double), typeof(decimal), typeof(Half), typeof(TimeSpan)];

    private static readonly Dictionary<Type, (Int128 Min, Int128 Max)> Ranges = new()
    {
        [typeof(sbyte)] = (sbyte.MinValue, sbyte.MaxValue),
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
        [typeof(UInt128)] = (0, Int128.MaxValue),
    };

    /// <summary>
    /// Returns the range of an integer type, limited to the 64 bits that msgpack can carry. Returns the full range for other numbers.
    /// </summary>
    public static (Int128 Min, Int128 Max) RangeOf(Type type) =>
        Ranges.TryGetValue(type, out (Int128, Int128) range) ? range : (Int128.MinValue, Int128.MaxValue);

    /// <summary>Returns the rank of a numeric type for a received integer, or −1 for other types.</summary>
    public static int ForInteger(Type type) => Array.IndexOf(ForIntegers, type);

    /// <summary>Returns the rank of a floating-point type for a received float 64, or −1 for other types.</summary>
    public static int ForDouble(Type type) => Array.IndexOf(ForDoubles, type);

    /// <summary>Returns the rank of a floating-point type for a received float 32, or −1 for other types.</summary>
    public static int ForFloat(Type type) => Array.IndexOf(ForFloats, type);
}
