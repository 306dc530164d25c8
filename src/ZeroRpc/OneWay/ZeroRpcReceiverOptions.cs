using System.Text.Json;

namespace ZeroRpc;

/// <summary>The options that pullers and subscribers share.</summary>
public abstract class ZeroRpcReceiverOptions : ZeroRpcOneWayOptions
{
    /// <summary>
    /// The name under which a C# method is exposed: <see cref="JsonNamingPolicy.SnakeCaseLower"/> turns <c>AddOne</c> into <c>add_one</c>.
    /// Null, the default, is <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>
    /// The number of events that can be handled at the same time. The default is 1, as in Python: one at a time, in the order of arrival.
    /// If null, the only limit is <see cref="ZeroRpcOneWayOptions.HighWaterMark"/>.
    /// </summary>
    public int? MaxConcurrentEvents { get; set; } = 1;

    /// <summary>
    /// How long stopping waits for the handlers of received events before it cancels them. The default is 10 s; the maximum is 24 days.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (MaxConcurrentEvents is { } bound)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1, nameof(MaxConcurrentEvents));
        }

        ValidateTimer(StopTimeout, nameof(StopTimeout));
    }
}
