using System.Globalization;
using System.Text;

namespace ZeroRpc.Cli.Values;

/// <summary>A float as Python's <c>repr</c> writes it: the shortest digits that read back, in the form that Python chooses.</summary>
internal static class PythonFloat
{
    /// <summary>Writes it; <c>inf</c> and <c>nan</c> where it is no number.</summary>
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

    /// <summary>The shortest digits, and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Parts(double value)
    {
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int mantissaEnd = shortest.IndexOf('E');
        string mantissa = (mantissaEnd < 0 ? shortest : shortest[..mantissaEnd]).Replace(".", "", StringComparison.Ordinal);
        string digits = mantissa.TrimStart('0').TrimEnd('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent);
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
