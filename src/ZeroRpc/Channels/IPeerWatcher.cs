namespace ZeroRpc.Channels;

/// <summary>Who wants to know whether there are peers. Called on the transport's thread: must neither block nor run user code.</summary>
internal interface IPeerWatcher
{
    /// <summary>A peer is there.</summary>
    void OnPeerCame();

    /// <summary>A peer has gone; there may be others.</summary>
    void OnPeerGone();
}
