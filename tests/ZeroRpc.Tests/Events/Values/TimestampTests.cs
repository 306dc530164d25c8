namespace ZeroRpc.Tests.Events.Values;

public class TimestampTests
{
    private static readonly DateTime s_start = new(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void A_time_takes_the_shortest_timestamp()
    {
        Assert.Equal("d6ff65e078c8", Wire.Write(s_start));
        Assert.Equal("d7ff7735940065e078c8", Wire.Write(s_start.AddMilliseconds(500)));
        Assert.Equal("c70cff00000000fffffff1886e0900", Wire.Write(DateTime.MinValue));
    }

    [Theory]
    [InlineData("d6ff65e078c8")]
    [InlineData("d7ff0000000065e078c8")]
    [InlineData("c70cff000000000000000065e078c8")]
    public void All_three_timestamps_are_read_as_UTC(string bytes)
    {
        DateTime time = Wire.Read<DateTime>(bytes);

        Assert.Equal(s_start, time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.Equal(time, Wire.Read<object>(bytes));
        Assert.Equal(new DateTimeOffset(s_start), Wire.Read<DateTimeOffset>(bytes));
    }

    [Fact]
    public void Local_time_is_converted_and_unspecified_taken_as_UTC()
    {
        Assert.Equal(Wire.Write(s_start), Wire.Write(s_start.ToLocalTime()));
        Assert.Equal(Wire.Write(s_start), Wire.Write(DateTime.SpecifyKind(s_start, DateTimeKind.Unspecified)));
    }

    [Fact]
    public void An_offset_is_lost_but_the_moment_is_kept()
    {
        var here = new DateTimeOffset(2024, 2, 29, 13, 30, 0, TimeSpan.FromHours(1));

        DateTimeOffset there = Wire.RoundTrip(here);

        Assert.Equal(here, there);
        Assert.Equal(TimeSpan.Zero, there.Offset);
        Assert.Equal(Wire.Write(s_start), Wire.Write(here));
    }

    [Fact]
    public void The_extremes_are_kept_to_the_tick()
    {
        Assert.Equal(DateTime.MaxValue, Wire.RoundTrip(DateTime.MaxValue));
        Assert.Equal(DateTime.MinValue, Wire.RoundTrip(DateTime.MinValue));
        Assert.Equal(s_start.AddTicks(1), Wire.RoundTrip(s_start.AddTicks(1)));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(-1), Wire.RoundTrip(DateTime.UnixEpoch.AddTicks(-1)));
    }

    [Theory]
    [InlineData("c70cff000000007fffffffffffffff")]
    [InlineData("d7ffffffffff00000000")]
    [InlineData("d5ff0102")]
    public void A_timestamp_that_DateTime_cannot_hold_stays_an_extension_value(string bytes)
    {
        object? value = Wire.Read<object?>(bytes);

        Assert.Equal(-1, Assert.IsType<ExtensionValue>(value).TypeCode);
        Assert.Equal(bytes, Wire.Write(value));
        Assert.StartsWith(
            "expected a timestamp, ISO 8601 text or the seconds since 1970 (DateTime), but received a timestamp that .NET cannot hold",
            Wire.ReadError<DateTime>(bytes),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_values_are_no_time()
    {
        Assert.Equal("expected a timestamp, ISO 8601 text or the seconds since 1970 (DateTime), but received a string: 'now'",
            Wire.ReadError<DateTime>("a36e6f77"));
        Assert.Equal("expected a timestamp, ISO 8601 text or the seconds since 1970 (DateTime), but received an extension of type 13",
            Wire.ReadError<DateTime>("d40d01"));
    }
}
