using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Parses durations: <c>1 day, 2:03:04.5</c> as Python's <c>str(timedelta)</c> writes them, <c>1.02:03:04.5</c> as .NET does, and <c>P1DT2H</c>
/// of ISO 8601, which pandas writes. Years and months have no fixed length and are refused.
/// </summary>
internal static partial class DurationText
{
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        try
        {
            if (IsoDuration().IsMatch(text))
            {
                value = XmlConvert.ToTimeSpan(text);
                return true;
            }

            Match days = PythonDays().Match(text);
            if (!days.Success)
            {
                return TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss", @"h\:mm\:ss\.FFFFFFF"], CultureInfo.InvariantCulture, out value);
            }

            bool isTime = TryParse(days.Groups["time"].Value, out TimeSpan time);
            value = TimeSpan.FromDays(int.Parse(days.Groups["days"].Value, CultureInfo.InvariantCulture)) + time;
            return isTime;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return false; // too long for TimeSpan, or a bare P
        }
    }

    [GeneratedRegex(@"^-?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDuration();

    [GeneratedRegex(@"^(?<days>-?\d{1,9}) days?, (?<time>\d{1,2}:\d\d:\d\d(\.\d{1,7})?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PythonDays();
}
