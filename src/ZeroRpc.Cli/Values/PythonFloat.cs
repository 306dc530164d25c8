using System.Globalization;
using System.Text;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Formats a float as Python's <c>repr</c> does: the shortest digits that parse to the same value, in the notation that Python chooses.
/// </summary>
internal static class PythonFloat
{
    /// <summary>Formats a float. Returns <c>inf</c> or <c>nan</c> for the special values.</summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        string sign = double.IsNegative(value) ? "-" : "";
        if (double.IsInfinity(value))
        {
            return sign + "inf";
        }

        (string digits, int exponent) = Parts(Math.Abs(value));
        return sign + (exponent is >= -4 and < 16 ? Plain(digits, exponent) : Scientific(digits, exponent));
    }

    /// <summary>Returns the shortest digits, and the power of ten of the first digit.</summary>
    private static (string Digits, int Exponent) Parts(double value)
    {
        string[] parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        int power = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int whole = parts[0].Split('.')[0].Length;
        string padded = parts[0].Replace(".", "", StringComparison.Ordinal);
        string digits = padded.TrimStart('0');
        return digits.Length == 0 ? ("0", 0) : (digits.TrimEnd('0'), power + whole - 1 - (padded.Length - digits.Length));
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        string whole = digits.Length > exponent ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        string fraction = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0";
        return whole + "." + fraction;
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits.AsSpan(1));
        }

        text.Append('e').Append(exponent < 0 ? '-' : '+');
        return text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }
}
