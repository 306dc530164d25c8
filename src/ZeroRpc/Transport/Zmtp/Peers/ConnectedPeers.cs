namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connections that one of our connectors makes, one after the other: all of them serve its pipe, where it has one.</summary>
internal sealed class ConnectedPeers(Peers peers, Pipe? own) : IConnectionOwner
{
    /// <inheritdoc/>
    public Pipe Admit(PeerProperties peer) => peers.Admit(peer, own);

    /// <inheritdoc/>
    public void OnLost(Connection connection, Pipe? pipe)
    {
        if (pipe is not null)
        {
            peers.Leave(pipe, isOwn: own is not null);
        }
    }
}
