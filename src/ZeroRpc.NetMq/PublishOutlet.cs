using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// A publisher's: nothing waits. What nobody subscribes to is dropped here, where it is seen; what a subscriber that does not read has no
/// room for is dropped by NetMQ, which tells nobody.
/// </summary>
internal sealed class PublishOutlet(NetMqFrameWriter writer, Backlogs backlogs, SinkGuard sink, Subscriptions subscriptions)
    : Outlet(writer, backlogs, sink)
{
    private readonly SinkGuard _sink = sink;

    /// <inheritdoc/>
    public override bool WaitsForSocket => false;

    /// <inheritdoc/>
    public override bool WaitsForTime => false;

    /// <inheritdoc/>
    public override void Send(in OutgoingMessage message)
    {
        if (!subscriptions.Any)
        {
            Drop(message);
            _sink.OnDropped(DropReason.NobodySubscribes);
        }
        else if (Write(message) != WriteResult.Sent)
        {
            Drop(message);
            _sink.OnDropped(DropReason.SubscriberFull);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }
}
