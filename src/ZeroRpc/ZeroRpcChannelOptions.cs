namespace ZeroRpc;

/// <summary>The options that clients and servers share. The owner reads them once, when it is created.</summary>
public abstract class ZeroRpcChannelOptions : ZeroRpcOptions
{
    /// <summary>The default heartbeat interval, which is also Python's.</summary>
    internal static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The interval at which each live call sends a heartbeat to its peer. A peer that sends none for two intervals is lost. The default is
    /// 5 s, as in Python and Node; the minimum is 1 ms. Null switches heartbeats off: none are sent or expected. The interval is not
    /// negotiated, so use the same value on both sides.
    /// </summary>
    public TimeSpan? Heartbeat { get; set; } = DefaultHeartbeat;

    /// <summary>
    /// The number of stream items that the remote can send ahead of the reader. The minimum is 2, because a window of 1 stops a stream
    /// after one item. Null, the default, is 100 items, as in Python. With a .NET remote the default window grows while the reader waits
    /// for the network and not for the remote, up to 2,000 items or 1 MiB.
    /// </summary>
    public int? Window { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Heartbeat is { } heartbeat && heartbeat < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Heartbeat), heartbeat, "A heartbeat interval must be at least 1 ms; null switches heartbeats off.");
        }

        ValidateWindow(Window);
    }

    /// <summary>Throws an exception if a window is below 2.</summary>
    internal static void ValidateWindow(int? window)
    {
        if (window < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(window), window, "A window must be at least 2: with 1 a stream stops after one item.");
        }
    }
}
