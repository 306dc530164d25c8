using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// The outlet of a publisher, in which nothing waits. Events without a subscriber are dropped here, and counted. NetMQ drops the events that a
/// subscriber has no room for, and tells nobody.
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
