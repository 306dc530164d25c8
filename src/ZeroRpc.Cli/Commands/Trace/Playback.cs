using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Replays one recorded call to a client that makes it again. Each event is sent at its recorded time, delayed if the client has not
/// granted credit.
/// </summary>
internal sealed class Playback(PeerRoute route, Crossing request, RecordedCall call)
{
    private readonly List<Crossing> _waiting = [.. call.FromServer];
    private long _credit = 1;

    /// <summary>The route to the client.</summary>
    public PeerRoute Route => route;

    public bool IsOver => _waiting.Count == 0;

    /// <summary>Adds the credit of a <c>_zpc_more</c>, limited to what this class can use.</summary>
    public void Grant(Crossing more)
    {
        if (CreditArgs.TryRead(more.Event.Args, out long count))
        {
            _credit += Math.Clamp(count, 0, int.MaxValue);
        }
    }

    /// <summary>
    /// Removes and returns the messages that are due. Heartbeats and grants need no credit and overtake events that wait for it.
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
