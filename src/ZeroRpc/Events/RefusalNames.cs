namespace ZeroRpc.Events;

/// <summary>The names of errors by which a server of ours refuses a call that it has not started (docs/protocol.md, section 10).</summary>
internal static class RefusalNames
{
    /// <summary>The server is stopping.</summary>
    public const string Unavailable = "Unavailable";

    /// <summary>Too many calls wait already, or are live.</summary>
    public const string Overloaded = "Overloaded";
}
