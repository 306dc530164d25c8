using System.Text.Json;

namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcServer"/>. The defaults are those of Python.</summary>
public class ZeroRpcServerOptions : ZeroRpcChannelOptions
{
    /// <summary>The name of the server in ping and introspection. Null, the default, uses the type name of the first service.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The name under which a C# method is exposed: <see cref="JsonNamingPolicy.SnakeCaseLower"/> turns <c>AddOne</c> into <c>add_one</c>.
    /// Null, the default, is <see cref="ValueOptions.MethodNaming"/>.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>
    /// The number of calls that can run at the same time. Further calls wait, and their heartbeats continue. Null, the default, sets no
    /// limit.
    /// </summary>
    public int? MaxConcurrentCalls { get; set; }

    /// <summary>
    /// The number of calls that can wait for <see cref="MaxConcurrentCalls"/>. Further calls are answered with <c>ERR Overloaded</c>. The
    /// default is 10,000; the minimum is 0.
    /// </summary>
    public int MaxQueuedCalls { get; set; } = 10_000;

    /// <summary>
    /// The number of live calls of one peer. Further calls are answered with <c>ERR Overloaded</c>. The default is 100,000; the minimum is
    /// 1.
    /// </summary>
    public int MaxChannelsPerPeer { get; set; } = 100_000;

    /// <summary>Whether errors are sent with the stack trace of the handler. True by default, as in Python.</summary>
    public bool SendTracebacks { get; set; } = true;

    /// <summary>
    /// Whether the server does not start a call whose caller has already stopped waiting. True by default. Only .NET callers state how long
    /// they wait. Switch this off if the clocks of callers are more than five minutes behind.
    /// </summary>
    public bool RespectDeadlines { get; set; } = true;

    /// <summary>How long stopping waits for running calls before it cancels them. The default is 10 s; the maximum is 24 days.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interceptors that run around each handler, the first one outermost. Empty by default.</summary>
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
