namespace ZeroRpc;

/// <summary>How <see cref="DateTime"/> and <see cref="DateTimeOffset"/> are sent. All forms are read, whatever the setting.</summary>
public enum TimeFormat
{
    /// <summary>Msgpack's timestamp (extension -1), exact to 100 ns. Python reads it as <c>msgpack.Timestamp</c>.</summary>
    Timestamp,

    /// <summary>
    /// ISO 8601 text such as <c>2024-02-29T12:30:00+00:00</c>, for Python's <c>datetime.fromisoformat</c>. A <see cref="DateTime"/> is sent
    /// in UTC; a <see cref="DateTimeOffset"/> keeps its offset.
    /// </summary>
    Text,

    /// <summary>
    /// The seconds since 1970 in UTC as a float, for Python's <c>datetime.fromtimestamp</c>; exact to the microsecond.
    /// </summary>
    Seconds,
}
