using System.Text.Json;

namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcServer"/> serves. Defaults are Python's.</summary>
public class ZeroRpcServerOptions : ZeroRpcOptions
{
    /// <summary>The server's name in ping and introspection; null, the default, takes the first service's type name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The name under which a C# method is exposed: <see cref="JsonNamingPolicy.SnakeCaseLower"/> turns <c>AddOne</c> into <c>add_one</c>.
    /// Null, the default, is <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>How many calls may run at once; null, the default, sets no bound. Those beyond it wait, their heartbeats alive.</summary>
    public int? MaxConcurrentCalls { get; set; }

    /// <summary>How many calls may wait for <see cref="MaxConcurrentCalls"/>; further ones get <c>ERR Overloaded</c>. 10,000 by default.</summary>
    public int MaxQueuedCalls { get; set; } = 10_000;

    /// <summary>How many calls of one peer may be live at once; further ones get <c>ERR Overloaded</c>. 100,000 by default.</summary>
    public int MaxChannelsPerPeer { get; set; } = 100_000;

    /// <summary>Whether an error's reply carries the handler's stack trace; true by default, as in Python.</summary>
    public bool SendTracebacks { get; set; } = true;

    /// <summary>
    /// Whether a call whose caller has stopped waiting is not started; true by default. Only .NET callers say how long they wait. Switch it off
    /// where callers' clocks are behind by more than five minutes.
    /// </summary>
    public bool RespectDeadlines { get; set; } = true;

    /// <summary>How long stopping waits for running calls before it cancels them; 10 s by default, at most 24 days.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What runs around each handler, the first outermost; none by default.</summary>
    public IList<ServerInterceptor> Interceptors { get; } = [];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ValidateNoNull(Interceptors, nameof(Interceptors));
        if (MaxConcurrentCalls is { } bound)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1, nameof(MaxConcurrentCalls));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MaxQueuedCalls);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxChannelsPerPeer, 1);
        ValidateTimer(StopTimeout, nameof(StopTimeout));
    }
}
