using System.Collections;
using System.Globalization;

namespace ZeroRpc.Cli.Values;

/// <summary>Formats a value on one line, as Python's <c>pprint</c> does if it fits: like <c>repr</c>, but with sorted dict keys.</summary>
internal static class PythonRepr
{
    /// <summary>Formats a value.</summary>
    public static string Of(object? value)
    {
        switch (value)
        {
            case object?[] items:
                return "[" + string.Join(", ", items.Select(Of)) + "]";
            case IDictionary map:
                return "{" + string.Join(", ", Entries(map).Select(entry => Of(entry.Key) + ": " + Of(entry.Value))) + "}";
            default:
                return Scalar(value);
        }
    }

    /// <summary>Formats a value as Python's <c>str</c> does: a string unchanged, any other value like <see cref="Of"/>.</summary>
    public static string Plain(object? value) => value as string ?? Of(value);

    /// <summary>Returns the entries of a dict in the order in which <c>pprint</c> shows them.</summary>
    public static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        List<DictionaryEntry> entries = new(map.Count);
        foreach (DictionaryEntry entry in map)
        {
            entries.Add(entry);
        }

        return entries.OrderBy(entry => entry.Key, PythonKeyOrder.Instance);
    }

    private static string Scalar(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        string text => PythonText.Repr(text),
        byte[] bytes => PythonText.Repr(bytes),
        double number => PythonFloat.Repr(number),
        float number => PythonFloat.Repr(number),
        DateTime time => Timestamp(time),
        ExtensionValue extension => $"ExtType(code={extension.TypeCode}, data={PythonText.Repr(extension.Data.Span)})",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Timestamp(DateTime time)
    {
        long ticks = time.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks;
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        (seconds, rest) = rest < 0 ? (seconds - 1, rest + TimeSpan.TicksPerSecond) : (seconds, rest);
        return string.Create(
            CultureInfo.InvariantCulture, $"Timestamp(seconds={seconds}, nanoseconds={rest * TimeSpan.NanosecondsPerTick})");
    }
}
