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

    /// <summary>The deadline that a header says; null when it says none that can be read.</summary>
    public static DateTimeOffset? Of(in EventHeader header, DateTimeOffset now) =>
        header.Timeout is not { } timeout ? null : HasExpired(now, header.Deadline) ? now : Later(now, timeout);

    private static bool HasExpired(DateTimeOffset now, double? deadline) =>
        now.ToUnixTimeMilliseconds() - deadline is { } late && late > ClockTolerance.TotalMilliseconds && late < LongestQueue.TotalMilliseconds;

    private static DateTimeOffset Later(DateTimeOffset from, double milliseconds) =>
        milliseconds < (DateTimeOffset.MaxValue - from).TotalMilliseconds - 1 ? from.AddMilliseconds(Math.Max(milliseconds, 0)) : DateTimeOffset.MaxValue;
}
