namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcPusher"/>.</summary>
public class ZeroRpcPusherOptions : ZeroRpcOneWayOptions
{
    /// <summary>
    /// The wait of a push for a puller that accepts it: <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> by default, as in Python.
    /// </summary>
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ValidateTimeout(Timeout, nameof(Timeout));
    }
}
