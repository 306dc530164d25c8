namespace ZeroRpc.Channels;

/// <summary>Is notified of peers. Called on the transport's thread, so implementations must neither block nor run user code.</summary>
internal interface IPeerWatcher
{
    /// <summary>A peer has connected.</summary>
    void OnPeerCame();

    /// <summary>A peer has disconnected. Others may still be connected.</summary>
    void OnPeerGone();
}
