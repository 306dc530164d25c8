namespace ZeroRpc;

/// <summary>What pushers, pullers, publishers and subscribers have in common. Options are read once, when their owner is made.</summary>
public abstract class ZeroRpcOneWayOptions : ZeroRpcSocketOptions
{
    /// <summary>
    /// How many events may wait on this side for one peer to take them, or for our handlers: beyond it a push waits, a published event is
    /// dropped, and a receiver stops reading its socket. 1,000 by default, as in ZeroMQ; at least 1.
    /// </summary>
    public int HighWaterMark { get; set; } = 1000;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(HighWaterMark, 1, nameof(HighWaterMark));
    }
}
