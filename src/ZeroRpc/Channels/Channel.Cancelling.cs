using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>
/// What we add to the protocol (docs/protocol.md, section 11): a client asks by its request whether its peer takes <c>_zpc_cancel</c>, and
/// sends that when it leaves a call. It takes no room, and a peer that has not said so never sees it.
/// </content>
internal sealed partial class Channel
{
    private bool _peerHasSpoken;
    private bool _takesCancel;
    private bool _announces;

    /// <summary>Whether the request may have what we add: not where the peer is known to make nothing of it.</summary>
    public bool MayTakeAdded { get; private set; }

    /// <summary>Whether the request asks the peer what it takes.</summary>
    public bool AsksForCancel { get; private set; }

    /// <summary>Whether a client's peer has said that it is ours.</summary>
    private bool IsWithOurs => _takesCancel || _multiplexer.PeerKind == PeerKind.Ours;

    /// <summary>The client's side begins.</summary>
    internal void Ask(PeerKind peer)
    {
        MayTakeAdded = peer != PeerKind.Stock;
        AsksForCancel = peer == PeerKind.Unknown;
    }

    /// <summary>The request that opened the channel asks: our first event answers.</summary>
    internal void AnswerIfAsked(in IncomingEvent request) => _announces = request.Header.TakesCancel;

    private static bool IsLeft(int end) => end is (int)ChannelEnd.Abandoned or (int)ChannelEnd.Disposed;

    private void NotePeer(in IncomingEvent received)
    {
        if (AsksForCancel && !_peerHasSpoken)
        {
            _peerHasSpoken = true;
            _takesCancel = received.Header.TakesCancel;
            _multiplexer.NotePeer(_takesCancel ? PeerKind.Ours : PeerKind.Stock);
        }
    }

    private void OnCancelled(in IncomingEvent received, int opening)
    {
        if (_multiplexer.OpensChannels)
        {
            _multiplexer.LogDropped(received, "a client's calls are its own to cancel");
        }
        else
        {
            End(ChannelEnd.Cancelled, opening);
        }
    }

    private void TellPeer()
    {
        if (IsWithOurs)
        {
            EventBuffer buffer = BeginEvent(AddedNames.EncodedCancel);
            buffer.Append([MessagePackCode.MinFixArray]);
            Hand(buffer, origin: null, isUrgent: false);
        }
    }
}
