using ZeroRpc.Server.Binding;

namespace ZeroRpc.OneWay;

/// <summary>Discards the result of an event's handler, because nobody waits for it.</summary>
internal sealed class NoReply(CallContext context) : IReplyWriter
{
    /// <inheritdoc/>
    public CallContext Context => context;

    /// <inheritdoc/>
    public ValueTask ReplyAsync<T>(T value) => default;

    /// <inheritdoc/>
    /// <remarks>Without the exception, the body of the stream would silently never run, as in Python.</remarks>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(
            "The method returns a stream, but a pushed or published event has no reader: return nothing.");
}
