using System.Text.Json;

namespace ZeroRpc;

/// <summary>What pullers and subscribers have in common.</summary>
public abstract class ZeroRpcReceiverOptions : ZeroRpcOneWayOptions
{
    /// <summary>
    /// The name under which a C# method is exposed: <see cref="JsonNamingPolicy.SnakeCaseLower"/> turns <c>AddOne</c> into <c>add_one</c>.
    /// Null, the default, is <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>
    /// How many events may be handled at once. 1 by default, as in Python: one after the other, in the order they came. Null sets no bound
    /// but <see cref="ZeroRpcOneWayOptions.HighWaterMark"/>.
    /// </summary>
    public int? MaxConcurrentEvents { get; set; } = 1;

    /// <summary>How long stopping waits for the events that came before it cancels their handlers; 10 s by default, at most 24 days.</summary>
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
