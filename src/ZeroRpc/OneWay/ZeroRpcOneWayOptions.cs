namespace ZeroRpc;

/// <summary>The options that pushers, pullers, publishers and subscribers share. The owner reads them once, when it is created.</summary>
public abstract class ZeroRpcOneWayOptions : ZeroRpcOptions
{
    /// <summary>
    /// The number of events that can wait on this side, for one peer to accept them or for the handlers. Above this number a push waits, a
    /// published event is dropped, and a receiver stops reading from its socket. The default is 1,000, as in ZeroMQ; the minimum is 1.
    /// </summary>
    public int HighWaterMark { get; set; } = 1000;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(HighWaterMark, 1, nameof(HighWaterMark));
    }
}
