using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>Where the outcome of an event's handler goes: nowhere.</summary>
internal sealed class NoReply(CallContext context) : IReplyWriter
{
    /// <inheritdoc/>
    public CallContext Context => context;

    /// <inheritdoc/>
    public ValueTask ReplyAsync<T>(T value) => default;

    /// <inheritdoc/>
    /// <remarks>The stream's body would never run, as it never does in Python: better to say so.</remarks>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(
            "It answers with a stream, which nobody reads of a pushed or published event: let it return nothing.");
}
