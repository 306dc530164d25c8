using System.Globalization;

namespace ZeroRpc.Events.Values;

/// <summary>Dates and times as ISO 8601 text, in the form that Python's <c>isoformat</c> and <c>fromisoformat</c> use.</summary>
internal static class IsoText
{
    /// <summary>The digits of a fraction that .NET holds. NumPy and pandas send 9 digits.</summary>
    private const int MostDigits = 7;

    private static readonly string[] s_moments = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];
    private static readonly string[] s_times = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    public static string Format(DateTimeOffset moment) =>
        moment.ToString($"yyyy-MM-dd'T'{TimeFormatOf(moment.Ticks)}zzz", CultureInfo.InvariantCulture);

    public static string Format(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    public static string Format(TimeOnly time) => time.ToString(TimeFormatOf(time.Ticks), CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses a date with or without a time. Text without an offset is UTC. The separator is <c>T</c> or, as in <c>str(datetime)</c>, a space.
    /// Digits of a fraction beyond the seventh are cut off.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        if (text.Length > 10 && text[10] is ' ' or 't')
        {
            text = $"{text.AsSpan(0, 10)}T{text.AsSpan(11)}";
        }

        return DateTimeOffset.TryParseExact(
            CutFraction(text), s_moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }

    /// <summary>Parses a time of day without an offset.</summary>
    public static bool TryParse(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(CutFraction(text), s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Python before 3.11 accepts exactly 6 fraction digits. The seventh is written only if it is not zero.</summary>
    private static string TimeFormatOf(long ticks) =>
        ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss"
        : ticks % TimeSpan.TicksPerMicrosecond == 0 ? "HH:mm:ss.ffffff"
        : "HH:mm:ss.fffffff";

    private static string CutFraction(string text)
    {
        int digits = text.IndexOf('.', StringComparison.Ordinal) + 1;
        if (digits == 0)
        {
            return text;
        }

        int end = digits;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - digits > MostDigits ? text.Remove(digits + MostDigits, end - digits - MostDigits) : text;
    }
}
