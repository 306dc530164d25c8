namespace ZeroRpc.Transport.Zmtp;

/// <content>Whether the peer still lives, and the end of a connection whose peer is dead.</content>
internal sealed partial class Connection : ILivePeer
{
    /// <inheritdoc/>
    void ILivePeer.Ask(TimeSpan silence)
    {
        if (!_isClosed && _keepAlive.TryAsk(silence))
        {
            _outbox.Write(_keepAlive.Ping);
        }
    }

    /// <inheritdoc/>
    bool ILivePeer.IsDead(TimeSpan silence) => !_isClosed && _keepAlive.IsDead(silence);

    /// <inheritdoc/>
    void ILivePeer.CutOff(string reason) => Loop.Post(this, () =>
    {
        if (!_isClosed)
        {
            CutOff(new PeerFault(reason));
        }
    });

    private void LookAtPeer()
    {
        if (!_session.IsReady || Environment.TickCount64 < _keepAlive.NextLook)
        {
            return;
        }

        if (_keepAlive.Look(listens: WantsToRead, out bool asks) is { } dead)
        {
            CutOff(new PeerFault(dead));
        }
        else if (asks)
        {
            _outbox.Write(_keepAlive.Ping);
        }
    }
}
