namespace ZeroRpc.Events;

/// <summary>
/// Converts the deadline in a request header to the receiver's clock (docs/deadlines.md). The relative <c>_zpc_timeout</c> counts from the
/// moment the request is read, so clock differences do not matter. The absolute <c>_zpc_deadline</c> is only a bound: it stops a request
/// that spent a long time in a queue from being run.
/// </summary>
internal static class CallerDeadline
{
    /// <summary>
    /// The largest difference between the two clocks that is tolerated. The value is the default of Kerberos (RFC 4120, section 8.2).
    /// </summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The longest time that a request can spend in a queue. An age above this means that the caller's clock is wrong, and the absolute
    /// deadline is ignored.
    /// </summary>
    public static readonly TimeSpan LongestQueue = TimeSpan.FromHours(1);

    /// <summary>Returns the deadline that the header states, or null if the header states none or an unreadable one.</summary>
    public static DateTimeOffset? FromHeader(in EventHeader header, DateTimeOffset now) =>
        header.Timeout is not { } timeout ? null : HasExpired(now, header.Deadline) ? now : Later(now, timeout);

    private static bool HasExpired(DateTimeOffset now, double? deadline) =>
        now.ToUnixTimeMilliseconds() - deadline is { } late && late > ClockTolerance.TotalMilliseconds && late < LongestQueue.TotalMilliseconds;

    private static DateTimeOffset Later(DateTimeOffset from, double milliseconds) =>
        milliseconds < (DateTimeOffset.MaxValue - from).TotalMilliseconds - 1 ? from.AddMilliseconds(Math.Max(milliseconds, 0)) : DateTimeOffset.MaxValue;
}
