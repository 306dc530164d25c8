using System.Globalization;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// The order in which <c>pprint</c> shows the keys of a dict: keys of comparable types by value, strings by code point; others by the names
/// of their types.
/// </summary>
internal sealed class PythonKeyOrder : IComparer<object>
{
    public static PythonKeyOrder Instance { get; } = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (string left, string right) => CompareCodePoints(left, right),
        (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
        _ when IsNumber(x) && IsNumber(y) => ToDouble(x).CompareTo(ToDouble(y)),
        _ => string.CompareOrdinal(TypeName(x), TypeName(y)),
    };

    /// <summary>Compares by code point. UTF-16 order differs: it places supplementary characters before U+E000.</summary>
    private static int CompareCodePoints(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                return (char.IsSurrogate(left[i]), char.IsSurrogate(right[i])) switch
                {
                    (true, false) => 1,
                    (false, true) => -1,
                    _ => left[i].CompareTo(right[i]),
                };
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool IsNumber(object? value) => value is bool or long or ulong or double or float;

    private static double ToDouble(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        byte[] => "bytes",
        double or float => "float",
        long or ulong => "int",
        string => "str",
        _ => "tuple",
    };
}
