namespace ZeroRpc;

/// <summary>What clients and servers have in common. Options are read once, when the client or server is made.</summary>
public abstract class ZeroRpcOptions : ZeroRpcSocketOptions
{
    /// <summary>Python's default, also ours.</summary>
    internal static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often each live call tells its peer that we are alive; a peer silent for two intervals is lost. 5 s by default, as in Python and
    /// Node; null sends none and checks none. It is not negotiated: give both sides the same.
    /// </summary>
    public TimeSpan? Heartbeat { get; set; } = DefaultHeartbeat;

    /// <summary>
    /// How many stream items may wait unread on this side; the remote is held at that. At least 2, for a window of 1 ends a stream after one
    /// item. Null, the default, is 100, as in Python; and from a .NET remote more, up to 2,000 items of together 1 MiB, while the reader waits
    /// for the way there and back and not for the remote.
    /// </summary>
    public int? Window { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Heartbeat is { } heartbeat && heartbeat < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Heartbeat), heartbeat, "A heartbeat interval is at least 1 ms; null switches heartbeats off.");
        }

        ValidateWindow(Window);
    }

    /// <summary>Refuses a window below 2.</summary>
    internal static void ValidateWindow(int? window)
    {
        if (window < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window is at least 2: with 1 a stream stops after one item.");
        }
    }
}
