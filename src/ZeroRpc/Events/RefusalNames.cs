namespace ZeroRpc.Events;

/// <summary>
/// The names of the <c>ERR</c> events with which this library's server refuses a call that it has not started (docs/protocol.md, section
/// 10).
/// </summary>
internal static class RefusalNames
{
    /// <summary>The server is stopping.</summary>
    public const string Unavailable = "Unavailable";

    /// <summary>Too many calls are waiting or live.</summary>
    public const string Overloaded = "Overloaded";
}
