using ZeroRpc.Client;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc;

/// <summary>
/// The first reply of a method that can return a value or a stream, for callers that do not know which, such as tools and gateways. Read it
/// once. Dispose it to end a stream that has not been read to its end.
/// </summary>
public sealed class ZeroRpcReply : IAsyncDisposable
{
    private readonly Reply _reply;
    private readonly ValueCodec _codec;
    private readonly CancellationToken _cancellationToken;
    private ReplyWatch? _watch;

    internal ZeroRpcReply(Reply reply, ValueCodec codec, CancellationToken cancellationToken)
    {
        _reply = reply;
        _codec = codec;
        _cancellationToken = cancellationToken;
        _watch = reply.Watch;
    }

    /// <summary>The underlying reply.</summary>
    internal Reply Reply => _reply;

    /// <summary>Whether the method streams.</summary>
    public bool IsStream => _reply.IsStream;

    /// <summary>Reads the result.</summary>
    /// <typeparam name="T">The type to read the result as. <c>object</c> reads any value.</typeparam>
    /// <returns>The result.</returns>
    /// <exception cref="ProtocolException">The method streams.</exception>
    /// <exception cref="ValueConversionException">The result cannot be read as <typeparamref name="T"/>.</exception>
    public T ReadValue<T>() => _reply.Read<T>(_codec);

    /// <summary>Reads the items of the stream as they arrive.</summary>
    /// <typeparam name="T">The type to read each item as. <c>object</c> reads any value.</typeparam>
    /// <returns>The items. Enumerating them fails with the exceptions that <see cref="ZeroRpcClient"/> describes.</returns>
    /// <exception cref="ProtocolException">The method returned a single value.</exception>
    public IAsyncEnumerable<T> ReadItemsAsync<T>()
    {
        if (_reply.ReadStream() is not { } stream)
        {
            return AsyncEnumerable.Empty<T>();
        }

        IAsyncEnumerable<T> items = stream.ReadAsync<T>(_codec, _cancellationToken);
        return _watch == _reply.Watch ? items : _watch!.FollowAsync(items); // If the stream has the watch, it reports its items itself.
    }

    /// <summary>
    /// Registers a callback for the end of the call. For a single value it runs immediately. For a stream it runs when the stream has been
    /// read to its end, on the reader's thread.
    /// </summary>
    /// <param name="callback">
    /// Receives null, or the exception that is about to be thrown to the reader. If the reader abandons the stream, this is an
    /// <see cref="OperationCanceledException"/>. An exception that the callback throws is thrown to the reader instead. Several callbacks
    /// run in the order of their registration.
    /// </param>
    public void OnEnded(Action<Exception?> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (_reply.Stream is null)
        {
            callback(null);
        }
        else
        {
            (_watch ??= new ReplyWatch()).OnEnded(callback);
        }
    }

    /// <summary>Reads the items of the stream and blocks until each arrives. Only for a reply of a synchronous call.</summary>
    internal IEnumerable<T> ReadItems<T>() => _reply.ReadStream()?.Read<T>(_codec, _cancellationToken) ?? [];

    /// <summary>Ends the stream if it has not ended.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _reply.Stream?.Abandon();
        _watch?.Abandon();
        return default;
    }
}
