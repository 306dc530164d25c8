namespace ZeroRpc.Transport.Zmtp;

/// <summary>The successive connections of one connector. If the connector has its own pipe, all of them use it.</summary>
internal sealed class ConnectedPeers(Peers peers, Pipe? own) : IConnectionOwner
{
    /// <inheritdoc/>
    public Pipe Admit(Connection connection, PeerProperties peer) => peers.Admit(peer, own);

    /// <inheritdoc/>
    public void OnLost(Connection connection, Pipe? pipe)
    {
        if (pipe is not null)
        {
            peers.Leave(pipe, isOwn: own is not null);
        }
    }
}
