using System.Globalization;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// How <c>pprint</c> orders the keys of a dict: alike ones by value, strings by code point; others by their types' names.
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

    /// <summary>UTF-16 puts what lies beyond the first plane before U+E000; code points do not.</summary>
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
