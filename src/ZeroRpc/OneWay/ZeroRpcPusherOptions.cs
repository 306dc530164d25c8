namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcPusher"/>.</summary>
public sealed class ZeroRpcPusherOptions : ZeroRpcOneWayOptions
{
    /// <summary>
    /// How long a push waits for a puller that accepts the event. Null, the default, to wait without limit, as in Python.
    /// </summary>
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
