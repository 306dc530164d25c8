using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// One recorded call as it is played to a client that makes it again: each event in its time, held back by the client's credit.
/// </summary>
internal sealed class Playback(PeerRoute route, Crossing request, RecordedCall call)
{
    private readonly List<Crossing> _waiting = [.. call.FromServer];
    private long _credit = 1;

    /// <summary>The way to the client.</summary>
    public PeerRoute Route => route;

    public bool IsOver => _waiting.Count == 0;

    /// <summary>Takes in a <c>_zpc_more</c>. What a peer grants is not believed beyond what matters here.</summary>
    public void Grant(Crossing more)
    {
        if (CreditArgs.TryRead(more.Event.Args, out long count))
        {
            _credit += Math.Clamp(count, 0, int.MaxValue);
        }
    }

    /// <summary>
    /// The messages whose time has come; they leave the playback. Heartbeats and grants need no credit and pass what waits for it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> TakeDue(TimeSpan now)
    {
        List<IReadOnlyList<byte[]>> due = [];
        bool isHeld = false;
        _waiting.RemoveAll(recorded =>
        {
            bool isFree = recorded.Event.Kind is EventKind.Heartbeat or EventKind.More;
            bool goes = recorded.At - call.Request.At <= now - request.At && (isFree || (!isHeld && _credit > 0));
            if (goes)
            {
                _credit -= isFree ? 0 : 1;
                due.Add([.. request.Frames.SkipLast(1), EventPatch.ForChannel(recorded.Event, request.ChannelId)]);
            }

            isHeld |= !goes && !isFree;
            return goes;
        });
        return due;
    }
}
