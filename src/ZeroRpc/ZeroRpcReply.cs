using ZeroRpc.Events.Values;
using ZeroRpc.Rpc;

namespace ZeroRpc;

/// <summary>
/// A method's first reply, for callers that do not know whether it answers with one value or with a stream, as a tool or a proxy. Read it
/// once; dispose of it, which ends a stream that is not read to its end.
/// </summary>
public sealed class ZeroRpcReply : IAsyncDisposable
{
    private readonly Reply _reply;
    private readonly ValueCodec _codec;
    private readonly CancellationToken _cancellationToken;

    internal ZeroRpcReply(Reply reply, ValueCodec codec, CancellationToken cancellationToken)
    {
        _reply = reply;
        _codec = codec;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether the method answers with a stream.</summary>
    public bool IsStream => _reply.IsStream;

    /// <summary>The one value.</summary>
    /// <typeparam name="T">What it is read as; <c>object</c> for whatever it is.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="ProtocolException">The method answers with a stream.</exception>
    /// <exception cref="ValueConversionException">The value is no <typeparamref name="T"/>.</exception>
    public T ReadValue<T>() => _reply.Read<T>(_codec);

    /// <summary>The items of the stream as they come.</summary>
    /// <typeparam name="T">What each is read as; <c>object</c> for whatever it is.</typeparam>
    /// <returns>The items; how reading fails: see <see cref="ZeroRpcClient"/>.</returns>
    /// <exception cref="ProtocolException">The method answers with one value.</exception>
    public IAsyncEnumerable<T> ReadItemsAsync<T>() =>
        _reply.ReadStream()?.ReadAsync<T>(_codec, _cancellationToken) ?? AsyncEnumerable.Empty<T>();

    /// <summary>The items of the stream, blocking between them; for a reply that was waited for so.</summary>
    internal IEnumerable<T> ReadItems<T>() => _reply.ReadStream()?.Read<T>(_codec, _cancellationToken) ?? [];

    /// <summary>Ends the stream, if it has not ended.</summary>
    public ValueTask DisposeAsync()
    {
        _reply.Stream?.Abandon();
        return default;
    }
}
