using System.Buffers.Binary;

namespace ZeroRpc.Events.Values;

/// <summary>Msgpack's timestamp: extension type -1 with 4, 8 or 12 bytes.</summary>
internal static class Timestamp
{
    public const sbyte TypeCode = -1;

    /// <summary>The first second, since 1970, that DateTime can hold.</summary>
    public static readonly long First = -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>The last second, since 1970, that DateTime can hold.</summary>
    public static readonly long Last = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    private const long NanosecondsPerTick = 100;

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

        if (seconds < First || seconds > Last || nanoseconds > 999_999_999)
        {
            return false;
        }

        time = DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick));
        return true;
    }
}
