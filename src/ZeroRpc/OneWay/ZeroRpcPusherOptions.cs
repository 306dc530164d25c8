namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcPusher"/> pushes.</summary>
public sealed class ZeroRpcPusherOptions : ZeroRpcOneWayOptions
{
    /// <summary>How long a push waits for a peer that takes it; null, the default, for ever, as in Python.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Timeout is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(Timeout));
        }
    }
}
