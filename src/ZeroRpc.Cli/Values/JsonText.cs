using System.Collections;
using System.Globalization;
using System.Text;
using ZeroRpc.Json;

namespace ZeroRpc.Cli.Values;

/// <summary>
/// Formats a value as Python's <c>json.dump</c> does: separators ", " and ": ", ASCII only, keys in their order. Values that JSON does not
/// have: bytes are <c>{"$bytes": base64}</c>, times are ISO 8601, and other extensions are <c>{"$ext": code, "$bytes": base64}</c>.
/// </summary>
internal static class JsonText
{
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
        switch (JsonForm.Of(value, JsonRules.Python))
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
            case var scalar:
                text.Append(Scalar(scalar));
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
            AppendString(text, JsonForm.KeyText(entry.Key, JsonRules.Python, Of));
            text.Append(": ");
            Append(text, entry.Value);
            separator = ", ";
        }

        text.Append(map.Count == 0 ? "{}" : "}");
    }

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

    private static string Number(double number) => double.IsFinite(number) ? PythonFloat.Repr(number) : JsonForm.Constant(number);

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
