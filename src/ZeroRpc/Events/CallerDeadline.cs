using MessagePack;

namespace ZeroRpc.Events;

/// <summary>
/// Until when a caller waits, by the receiver's clock (docs/deadlines.md). What the caller says it has left counts from the moment its
/// request is read, whatever the clocks; its clock's time only bounds that, so that a request which lay somewhere for long is not run.
/// </summary>
internal static class CallerDeadline
{
    /// <summary>How far the two clocks may differ: what Kerberos allows by default (RFC 4120, section 8.2).</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Nothing lies in a socket for as long as this: what looks as if it had comes from a clock that is wrong, and bounds nothing.</summary>
    public static readonly TimeSpan LongestQueue = TimeSpan.FromHours(1);

    /// <summary>Reads the deadline; null when the header says none that can be read.</summary>
    public static DateTimeOffset? Read(ReadOnlyMemory<byte> rawHeader, DateTimeOffset now)
    {
        double? timeout = null;
        double? deadline = null;
        var reader = new MessagePackReader(rawHeader);
        if (reader.NextMessagePackType != MessagePackType.Map)
        {
            return null;
        }

        for (int left = reader.ReadMapHeader(); left > 0; left--)
        {
            string? key = reader.NextMessagePackType == MessagePackType.String ? reader.ReadString() : Skip(ref reader);
            switch (key)
            {
                case AddedNames.Timeout:
                    timeout = ReadNumber(ref reader);
                    break;
                case AddedNames.Deadline:
                    deadline = ReadNumber(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return timeout is null ? null : HasExpired(now, deadline) ? now : Later(now, timeout.Value);
    }

    private static bool HasExpired(DateTimeOffset now, double? deadline) =>
        now.ToUnixTimeMilliseconds() - deadline is { } late && late > ClockTolerance.TotalMilliseconds && late < LongestQueue.TotalMilliseconds;

    private static DateTimeOffset Later(DateTimeOffset from, double milliseconds) =>
        milliseconds < (DateTimeOffset.MaxValue - from).TotalMilliseconds - 1 ? from.AddMilliseconds(Math.Max(milliseconds, 0)) : DateTimeOffset.MaxValue;

    private static double? ReadNumber(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType is MessagePackType.Integer or MessagePackType.Float)
        {
            double number = reader.ReadDouble();
            return double.IsNaN(number) ? null : number;
        }

        reader.Skip();
        return null;
    }

    private static string? Skip(ref MessagePackReader reader)
    {
        reader.Skip();
        return null;
    }
}
