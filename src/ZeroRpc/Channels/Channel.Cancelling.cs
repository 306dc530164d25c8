using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Channels;

/// <content>
/// This library's extension of the protocol (docs/protocol.md, section 11): the request of a client asks whether the peer supports
/// <c>_zpc_cancel</c>, which the client sends when it abandons a call. The event needs no credit. A peer that has not declared its support
/// never receives it.
/// </content>
internal sealed partial class Channel
{
    private bool _peerHasSpoken;
    private bool _takesCancel;
    private bool _announces;

    /// <summary>Whether the request may use this library's extensions. False if the peer is known not to support them.</summary>
    public bool MayTakeAdded { get; private set; }

    /// <summary>Whether the request asks the peer if it supports the extensions.</summary>
    public bool AsksForCancel { get; private set; }

    /// <summary>Whether the peer of a client has declared that it supports the extensions.</summary>
    private bool IsWithOurs => _takesCancel || _multiplexer.PeerKind == PeerKind.Ours;

    /// <summary>Prepares the channel of a client for its request.</summary>
    internal void Ask(PeerKind peer)
    {
        MayTakeAdded = peer != PeerKind.Stock;
        AsksForCancel = peer == PeerKind.Unknown;
    }

    /// <summary>If the request asks for the extensions, the first event of this side declares them.</summary>
    internal void AnswerIfAsked(in IncomingEvent request) => _announces = request.Header.TakesCancel;

    private static bool IsAbandoned(int end) => end is (int)ChannelEnd.Abandoned or (int)ChannelEnd.Disposed;

    private void NotePeer(in IncomingEvent received)
    {
        if (AsksForCancel && !_peerHasSpoken)
        {
            _peerHasSpoken = true;
            _takesCancel = received.Header.TakesCancel;
            _multiplexer.NotePeer(_takesCancel ? PeerKind.Ours : PeerKind.Stock);
        }
    }

    private void OnCancelled(in IncomingEvent received, int generation)
    {
        if (_multiplexer.OpensChannels)
        {
            _multiplexer.LogDropped(received, "a client's calls are its own to cancel");
        }
        else
        {
            End(ChannelEnd.Cancelled, generation);
        }
    }

    private void CancelAtPeer()
    {
        if (IsWithOurs)
        {
            EventBuffer buffer = BeginEvent(AddedNames.EncodedCancel);
            buffer.Append([MessagePackCode.MinFixArray]);
            Hand(buffer, origin: null, isUrgent: false);
        }
    }
}
