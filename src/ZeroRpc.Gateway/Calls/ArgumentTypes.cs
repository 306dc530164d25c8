using System.Globalization;

namespace ZeroRpc.Gateway.Calls;

/// <summary>
/// Reads strings as the values that JSON does not have, where a parameter has such a type. .NET services tell the types of their parameters.
/// A string that is no such value stays a string, and the service refuses it: only the service knows its overloads.
/// </summary>
internal static class ArgumentTypes
{
    /// <summary>Converts an argument, or returns it as it is. Times stay strings, which .NET services read as times.</summary>
    public static object? Convert(object? value, ParameterDescription parameter) => (parameter.Type?.TrimEnd('?'), value) switch
    {
        ("bytes", string text) => FromBase64(text) ?? value,
        ("float" or "decimal", "NaN") => double.NaN,
        ("float" or "decimal", "Infinity") => double.PositiveInfinity,
        ("float" or "decimal", "-Infinity") => double.NegativeInfinity,
        ("int", string text) => FromDigits(text) ?? value,
        _ => value,
    };

    private static byte[]? FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }

    /// <summary>The gateway writes integers beyond 2^53 as strings, so that they are also read.</summary>
    private static object? FromDigits(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed))
        {
            return signed;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned) ? unsigned : null;
    }
}
