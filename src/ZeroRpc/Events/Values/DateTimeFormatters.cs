using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats DateTime. Local time is converted to UTC; an unspecified kind counts as UTC. Reading returns UTC.
/// </summary>
internal sealed class DateTimeFormatter(TimeFormat format) : IMessagePackFormatter<DateTime>
{
    public void Serialize(ref MessagePackWriter writer, DateTime value, MessagePackSerializerOptions options)
    {
        DateTime utc = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
        Moment.Write(ref writer, new DateTimeOffset(utc.Ticks, TimeSpan.Zero), format);
    }

    public DateTime Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Moment.Read(ref reader, "DateTime").UtcDateTime;
}

/// <summary>Formats DateTimeOffset. Only text keeps the offset; the other forms are read with offset zero.</summary>
internal sealed class DateTimeOffsetFormatter(TimeFormat format) : IMessagePackFormatter<DateTimeOffset>
{
    public void Serialize(ref MessagePackWriter writer, DateTimeOffset value, MessagePackSerializerOptions options) =>
        Moment.Write(ref writer, value, format);

    public DateTimeOffset Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Moment.Read(ref reader, "DateTimeOffset");
}

/// <summary>
/// Formats DateOnly as text such as <c>2024-12-31</c>. Reading also accepts a point in time: the date as its text states it, or its date in
/// UTC.
/// </summary>
internal sealed class DateOnlyFormatter : IMessagePackFormatter<DateOnly>
{
    public void Serialize(ref MessagePackWriter writer, DateOnly value, MessagePackSerializerOptions options) =>
        writer.Write(IsoText.Format(value));

    public DateOnly Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        DateOnly.FromDateTime(Moment.Read(ref reader, "DateOnly").DateTime);
}

/// <summary>
/// Formats TimeOnly as text such as <c>23:59:59</c>. Reading also accepts the seconds since midnight, and a point in time: the time of day as
/// its text states it, or the time of day in UTC.
/// </summary>
internal sealed class TimeOnlyFormatter : IMessagePackFormatter<TimeOnly>
{
    private const string Expected = "a time such as '23:59:59', a timestamp or the seconds since midnight (TimeOnly)";

    public void Serialize(ref MessagePackWriter writer, TimeOnly value, MessagePackSerializerOptions options) =>
        writer.Write(IsoText.Format(value));

    public TimeOnly Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String:
                string text = reader.ReadString() ?? "";
                return IsoText.TryParse(text, out TimeOnly time) ? time
                    : text.Contains(':', StringComparison.Ordinal) && IsoText.TryParse(text, out DateTimeOffset moment) ? TimeOnly.FromDateTime(moment.DateTime)
                    : throw Mismatch.Received(Expected, "a string", Mismatch.Quote(text));
            case MessagePackType.Extension:
                return TimeOnly.FromDateTime(Moment.Read(ref reader, "TimeOnly").DateTime);
            default:
                double seconds = Numbers.ReadDouble(ref reader, Expected);
                return seconds is >= 0 and < 86_400
                    ? new TimeOnly(Math.Min((long)Math.Round(seconds * TimeSpan.TicksPerSecond), TimeOnly.MaxValue.Ticks))
                    : throw Mismatch.OutOfRange(Expected, seconds);
        }
    }
}

/// <summary>
/// Formats TimeSpan as a float 64 of seconds, as Python's <c>time.sleep</c> and <c>timedelta(seconds=…)</c> expect it. Reading also accepts
/// integers and text: <c>str(timedelta)</c>, .NET's own form, and durations of ISO 8601.
/// </summary>
internal sealed class TimeSpanFormatter : IMessagePackFormatter<TimeSpan>
{
    private const string Expected = "a number of seconds or a duration such as '1:30:00' (TimeSpan)";

    public void Serialize(ref MessagePackWriter writer, TimeSpan value, MessagePackSerializerOptions options) =>
        writer.Write(value.TotalSeconds);

    public TimeSpan Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType == MessagePackType.String)
        {
            string text = reader.ReadString() ?? "";
            return DurationText.TryParse(text, out TimeSpan parsed)
                ? parsed
                : throw Mismatch.Received(Expected, "a string", Mismatch.Quote(text));
        }

        double seconds = Numbers.ReadDouble(ref reader, Expected);
        double ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
        if (double.IsNaN(ticks) || Math.Abs(ticks) > -(double)long.MinValue)
        {
            throw Mismatch.OutOfRange(Expected, seconds);
        }

        // The conversion saturates: TimeSpan.MaxValue is sent as the nearest double, which is one tick above it.
        return new TimeSpan((long)ticks);
    }
}
