using System.Buffers;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// A point in time on the wire: a timestamp extension, ISO 8601 text (UTC if it states no offset), or the seconds since 1970 in UTC.
/// </summary>
internal static class Moment
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static void Write(ref MessagePackWriter writer, DateTimeOffset value, TimeFormat format)
    {
        switch (format)
        {
            case TimeFormat.Text:
                writer.Write(IsoText.Format(value));
                break;
            case TimeFormat.Seconds:
                writer.Write((value.UtcTicks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond);
                break;
            default:
                writer.Write(value.UtcDateTime);
                break;
        }
    }

    /// <summary>Reads a point in time in any of its forms. Text keeps its offset; the other forms have offset zero.</summary>
    public static DateTimeOffset Read(ref MessagePackReader reader, string type) => reader.NextMessagePackType switch
    {
        MessagePackType.Extension => ReadTimestamp(ref reader, type),
        MessagePackType.String => ReadText(ref reader, type),
        _ => ReadSeconds(ref reader, type),
    };

    private static string Expected(string type) => $"a timestamp, ISO 8601 text or the seconds since 1970 ({type})";

    private static DateTimeOffset ReadTimestamp(ref MessagePackReader reader, string type)
    {
        ExtensionResult extension = reader.ReadExtensionFormat();
        if (extension.TypeCode != Timestamp.TypeCode)
        {
            throw Mismatch.Received(Expected(type), $"an extension of type {extension.TypeCode}");
        }

        byte[] data = extension.Data.ToArray();
        return Timestamp.TryParse(data, out DateTime time)
            ? new DateTimeOffset(time)
            : throw Mismatch.Received(Expected(type), "a timestamp that .NET cannot hold", Convert.ToHexStringLower(data));
    }

    private static DateTimeOffset ReadText(ref MessagePackReader reader, string type)
    {
        string text = reader.ReadString() ?? "";
        return IsoText.TryParse(text, out DateTimeOffset moment)
            ? moment
            : throw Mismatch.Received(Expected(type), "a string", Mismatch.Quote(text));
    }

    /// <summary>
    /// Rounds to microseconds, as Python's <c>fromtimestamp</c> does: a double cannot hold smaller parts of a present time.
    /// </summary>
    private static DateTimeOffset ReadSeconds(ref MessagePackReader reader, string type)
    {
        double seconds = Numbers.ReadDouble(ref reader, Expected(type));
        double whole = Math.Floor(seconds);
        if (!(seconds >= Timestamp.First && seconds <= Timestamp.Last + 1)) // DateTime.MaxValue is sent as the first second after it
        {
            throw Mismatch.OutOfRange(Expected(type), seconds);
        }

        long microseconds = (long)Math.Round((seconds - whole) * 1_000_000);
        long ticks = DateTime.UnixEpoch.Ticks + ((long)whole * TimeSpan.TicksPerSecond) + (microseconds * TicksPerMicrosecond);
        return new DateTimeOffset(Math.Min(ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
