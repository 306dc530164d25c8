using System.Buffers;
using System.Buffers.Binary;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Msgpack's timestamp: extension type -1 with 4, 8 or 12 bytes.</summary>
internal static class Timestamp
{
    public const sbyte TypeCode = -1;

    private const long NanosecondsPerTick = 100;
    private static readonly long s_first = -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
    private static readonly long s_last = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    /// <summary>
    /// Converts the bytes of an extension to a UTC time. Returns false if they are not a timestamp, or a time outside the years 1 to 9999.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out DateTime time)
    {
        time = default;
        long seconds;
        long nanoseconds = 0;
        switch (data.Length)
        {
            case 4:
                seconds = BinaryPrimitives.ReadUInt32BigEndian(data);
                break;
            case 8:
                ulong both = BinaryPrimitives.ReadUInt64BigEndian(data);
                nanoseconds = (long)(both >> 34);
                seconds = (long)(both & 0x3_ffff_ffff);
                break;
            case 12:
                nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(data);
                seconds = BinaryPrimitives.ReadInt64BigEndian(data[4..]);
                break;
            default:
                return false;
        }

        if (seconds < s_first || seconds > s_last || nanoseconds > 999_999_999)
        {
            return false;
        }

        time = DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick));
        return true;
    }
}

/// <summary>
/// Formats DateTime as a timestamp. Local time is converted to UTC; an unspecified kind counts as UTC. Reading returns UTC.
/// </summary>
internal sealed class DateTimeFormatter : IMessagePackFormatter<DateTime>
{
    private const string Expected = "a timestamp (extension -1, DateTime)";

    public void Serialize(ref MessagePackWriter writer, DateTime value, MessagePackSerializerOptions options) =>
        writer.Write(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value);

    public DateTime Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType != MessagePackType.Extension)
        {
            throw Mismatch.Unexpected(Expected, ref reader);
        }

        ExtensionResult extension = reader.ReadExtensionFormat();
        if (extension.TypeCode != Timestamp.TypeCode)
        {
            throw Mismatch.Received(Expected, $"an extension of type {extension.TypeCode}");
        }

        byte[] data = extension.Data.ToArray();
        return Timestamp.TryParse(data, out DateTime time)
            ? time
            : throw Mismatch.Received(Expected, "a timestamp that DateTime cannot hold", Convert.ToHexStringLower(data));
    }
}

/// <summary>Formats DateTimeOffset as a timestamp. The point in time is kept, the offset is not. Reading returns offset zero.</summary>
internal sealed class DateTimeOffsetFormatter : IMessagePackFormatter<DateTimeOffset>
{
    private readonly DateTimeFormatter _times = new();

    public void Serialize(ref MessagePackWriter writer, DateTimeOffset value, MessagePackSerializerOptions options) =>
        writer.Write(value.UtcDateTime);

    public DateTimeOffset Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        new(_times.Deserialize(ref reader, options));
}
