using System.Globalization;

namespace ZeroRpc.Tests.Events.Values;

/// <summary>Dates and times as text and as numbers of seconds. docs/values.md shows the usual cases, which run with Python.</summary>
public class TimeFormTests
{
    private static readonly ValueOptions s_text = new() { TimeFormat = TimeFormat.Text };
    private static readonly ValueOptions s_seconds = new() { TimeFormat = TimeFormat.Seconds };
    private static readonly DateTime s_start = new(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2024-02-29T12:30:00+00:00")]
    [InlineData("2024-02-29T12:30:00Z")]
    [InlineData("2024-02-29T12:30:00")]
    [InlineData("2024-02-29T12:30")]
    [InlineData("2024-02-29 12:30:00.000000")]
    [InlineData("2024-02-29t07:00:00-05:30")]
    [InlineData("2024-02-29T12:30:00.000000000Z")]
    public void Text_of_ISO_8601_is_read_as_UTC(string text)
    {
        DateTime read = Wire.Read<DateTime>(Wire.Write(text));

        Assert.Equal((s_start, DateTimeKind.Utc), (read, read.Kind));
    }

    [Fact]
    public void Digits_beyond_100_nanoseconds_are_cut_off() =>
        Assert.Equal(s_start.AddTicks(1234567), Wire.Read<DateTime>(Wire.Write("2024-02-29T12:30:00.123456789")));

    [Theory]
    [InlineData("2024-02-30T00:00:00")]
    [InlineData("2024-02-29T24:00:00")]
    [InlineData("29.2.2024")]
    [InlineData("2024-02-29T")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("")]
    public void Other_text_is_refused(string text) =>
        Assert.Contains($"received a string: '{text}'", Wire.ReadError<DateTime>(Wire.Write(text)), StringComparison.Ordinal);

    [Fact]
    public void Text_is_written_as_Python_writes_it()
    {
        Assert.Equal(Wire.Write("2024-02-29T12:30:00+00:00"), Wire.Write(s_start, s_text));
        Assert.Equal(Wire.Write("2024-02-29T12:30:00.250000+00:00"), Wire.Write(s_start.AddMilliseconds(250), s_text));
        Assert.Equal(Wire.Write("2024-02-29T12:30:00.0000001+00:00"), Wire.Write(s_start.AddTicks(1), s_text));
        Assert.Equal(Wire.Write("2024-02-29T12:30:00-05:00"), Wire.Write(new DateTimeOffset(2024, 2, 29, 12, 30, 0, TimeSpan.FromHours(-5)), s_text));
        Assert.Equal(Wire.Write(s_start, s_text), Wire.Write(s_start.ToLocalTime(), s_text));
    }

    [Fact]
    public void The_format_counts_for_items_members_and_objects() =>
        Assert.Equal(Wire.Write(new object[] { "2024-02-29T12:30:00+00:00" }), Wire.Write(new object[] { s_start }, s_text));

    [Theory]
    [InlineData(0)]
    [InlineData(1234560)]
    [InlineData(9999990)]
    public void Seconds_keep_the_microseconds(long ticks)
    {
        DateTime moment = s_start.AddTicks(ticks);

        Assert.Equal(moment, Wire.RoundTrip(moment, s_seconds));
        Assert.Equal(Wire.Write(moment.Subtract(DateTime.UnixEpoch).TotalSeconds), Wire.Write(moment, s_seconds));
    }

    [Fact]
    public void Seconds_may_be_negative_and_whole()
    {
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(-1.5), Wire.Read<DateTime>(Wire.Write(-1.5)));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(7), Wire.Read<DateTime>("07"));
        Assert.Equal(DateTime.MinValue, Wire.RoundTrip(DateTime.MinValue, s_seconds));
        Assert.InRange(Wire.RoundTrip(DateTime.MaxValue, s_seconds), DateTime.MaxValue.AddMilliseconds(-1), DateTime.MaxValue);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1709209800000.0)]
    public void Seconds_outside_the_years_1_to_9999_are_refused(double seconds) =>
        Assert.Contains(
            $"a number out of its range: {seconds.ToString(CultureInfo.InvariantCulture)}",
            Wire.ReadError<DateTime>(Wire.Write(seconds)),
            StringComparison.Ordinal);

    [Fact]
    public void A_time_of_day_is_less_than_a_day()
    {
        Assert.Equal(new TimeOnly(23, 59, 59, 500), Wire.Read<TimeOnly>(Wire.Write(86_399.5)));
        Assert.Equal(TimeOnly.MaxValue, Wire.Read<TimeOnly>(Wire.Write(Math.BitDecrement(86_400.0))));
        Assert.Contains("out of its range", Wire.ReadError<TimeOnly>(Wire.Write(86_400)), StringComparison.Ordinal);
        Assert.Contains("out of its range", Wire.ReadError<TimeOnly>(Wire.Write(-1)), StringComparison.Ordinal);
        Assert.Equal(new TimeOnly(12, 30), Wire.Read<TimeOnly>(Wire.Write(s_start)));
        Assert.Equal(new DateOnly(2024, 2, 29), Wire.Read<DateOnly>(Wire.Write(s_start)));
    }

    [Theory]
    [InlineData("0:00:05", "00:00:05")]
    [InlineData("1 day, 0:00:00", "1.00:00:00")]
    [InlineData("-1 day, 23:59:59", "-00:00:01")]
    [InlineData("999999999 days, 0:00:00", null)]
    [InlineData("1.02:03:04.5000000", "1.02:03:04.5000000")]
    [InlineData("P0DT0H1M0.5S", "00:01:00.5000000")]
    [InlineData("-PT1S", "-00:00:01")]
    [InlineData("P1M", null)]
    [InlineData("P1Y", null)]
    [InlineData("P", null)]
    [InlineData("five minutes", null)]
    public void A_duration_is_read_from_text(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.Contains($"received a string: '{text}'", Wire.ReadError<TimeSpan>(Wire.Write(text)), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, Wire.Read<TimeSpan>(Wire.Write(text)).ToString());
        }
    }

    [Fact]
    public void The_longest_durations_are_kept()
    {
        Assert.Equal(TimeSpan.MaxValue, Wire.RoundTrip(TimeSpan.MaxValue));
        Assert.Equal(TimeSpan.MinValue, Wire.RoundTrip(TimeSpan.MinValue));
    }

    [Fact]
    public void A_format_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcClientOptions { Values = { TimeFormat = (TimeFormat)9 } }.Validate());
}
