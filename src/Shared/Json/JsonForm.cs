using System.Collections;
using System.Globalization;
using System.Text;

namespace ZeroRpc.Json;

/// <summary>
/// Reduces a value to the types of JSON: null, booleans, numbers, strings, arrays (<c>object?[]</c>) and maps. Only the value itself is
/// reduced, and not its items. The layout of the JSON is the caller's.
/// </summary>
internal static class JsonForm
{
    private const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>Reduces a value.</summary>
    public static object? Of(object? value, JsonRules rules) => value switch
    {
        byte[] bytes when rules.HasPlainBytes => Convert.ToBase64String(bytes),
        byte[] bytes => JsonTags.Of(bytes),
        ExtensionValue extension => JsonTags.Of(extension, rules),
        DateTime time => Time(time, rules),
        double number when rules.IsWeb && !double.IsFinite(number) => Constant(number),
        float number when rules.IsWeb && !float.IsFinite(number) => Constant(number),
        long number when rules.Integers == IntegerText.Always || (rules.Integers == IntegerText.BeyondSafe && !IsSafe(number)) =>
            number.ToString(CultureInfo.InvariantCulture),
        ulong number when rules.Integers == IntegerText.Always || (rules.Integers == IntegerText.BeyondSafe && number > MaxSafeInteger) =>
            number.ToString(CultureInfo.InvariantCulture),
        IDictionary map when rules.IsWeb && !HasPlainKeys(map, rules) => JsonTags.Of(Entries(map)),
        _ => value,
    };

    /// <summary>Returns the text of a key of a map that <see cref="Of"/> has returned.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rules">The form of the JSON.</param>
    /// <param name="print">Formats a key that is an array or a map, which only Python's form has.</param>
    public static string KeyText(object key, JsonRules rules, Func<object?, string> print) => key switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes), // Python's json refuses bytes. They usually are text.
        DateTime time => rules.IsWeb ? Time(time, rules) : time.ToString("O", CultureInfo.InvariantCulture),
        _ => print(key),
    };

    /// <summary>Returns a number that is no number in JSON as the text that JavaScript's <c>Number</c> reads.</summary>
    public static string Constant(double number) => number switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => "NaN",
    };

    private static bool IsSafe(long number) => number is >= -MaxSafeInteger and <= MaxSafeInteger;

    private static string Time(DateTime time, JsonRules rules) =>
        (rules.IsWeb ? time.ToUniversalTime() : time).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    /// <summary>Whether the keys are scalars with different texts, of which none looks like a tag.</summary>
    private static bool HasPlainKeys(IDictionary map, JsonRules rules)
    {
        if (map is Dictionary<string, object?> texts)
        {
            return texts.Count > 2 || !texts.Keys.Any(IsTag);
        }

        var seen = new HashSet<string>();
        return Entries(map).All(entry => entry.Key is not (byte[] or object?[] or IDictionary or ExtensionValue)
            && KeyText(entry.Key, rules, ScalarText) is { } text && !IsTag(text) && seen.Add(text));
    }

    private static bool IsTag(string key) => key.StartsWith(JsonTags.Mark);

    /// <summary>Returns the text of a key that is a boolean or a number, as JSON has it.</summary>
    public static string ScalarText(object? key) => key switch
    {
        true => "true",
        false => "false",
        double number when !double.IsFinite(number) => Constant(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => key?.ToString() ?? "null",
    };

    private static IEnumerable<(object Key, object? Value)> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return (entry.Key, entry.Value);
        }
    }
}
