using System.Collections;
using System.Globalization;
using System.Text;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Formats a value as Python's <c>json.dump</c> does: separators ", " and ": ", ASCII only, keys in their order. Values that JSON does not
/// have: bytes are <c>{"$bytes": base64}</c>, times are ISO 8601, and other extensions are <c>{"$ext": code, "$bytes": base64}</c>.
/// </summary>
internal static class JsonText
{
    /// <summary>The key of encoded bytes.</summary>
    public const string BytesKey = "$bytes";

    private const string ExtensionKey = "$ext";

    /// <summary>Returns the value as one line of JSON.</summary>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Appends the value as JSON.</summary>
    public static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case IDictionary map:
                AppendMap(text, map);
                break;
            case object?[] items:
                AppendArray(text, items);
                break;
            case string plain:
                AppendString(text, plain);
                break;
            case byte[] bytes:
                AppendMap(text, new Dictionary<string, object?> { [BytesKey] = Convert.ToBase64String(bytes) });
                break;
            case ExtensionValue extension:
                AppendMap(text, new Dictionary<string, object?>
                {
                    [ExtensionKey] = (long)extension.TypeCode,
                    [BytesKey] = Convert.ToBase64String(extension.Data.Span),
                });
                break;
            case DateTime time:
                AppendString(text, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(Scalar(value));
                break;
        }
    }

    private static void AppendArray(StringBuilder text, object?[] items)
    {
        text.Append('[');
        for (int i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Append(text, items[i]);
        }

        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, IDictionary map)
    {
        string separator = "{";
        foreach (DictionaryEntry entry in map)
        {
            text.Append(separator);
            AppendString(text, KeyText(entry.Key));
            text.Append(": ");
            Append(text, entry.Value);
            separator = ", ";
        }

        text.Append(map.Count == 0 ? "{}" : "}");
    }

    /// <summary>
    /// Converts a key to text. Python writes number keys as strings. It rejects bytes; here they are written as text, which they usually
    /// are.
    /// </summary>
    private static string KeyText(object key) => key switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        object?[] or IDictionary or ExtensionValue => Of(key),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Scalar(key),
    };

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        double number => Number(number),
        float number => Number(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "null",
    };

    private static string Number(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => PythonFloat.Repr(number),
    };

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            AppendCharacter(text, c);
        }

        text.Append('"');
    }

    private static void AppendCharacter(StringBuilder text, char c)
    {
        if (c is '"' or '\\')
        {
            text.Append('\\').Append(c);
        }
        else if (c is >= ' ' and <= '~')
        {
            text.Append(c);
        }
        else
        {
            text.Append(c switch
            {
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            });
        }
    }
}
