using ZeroRpc.Client;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

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
    private ReplyWatch? _watch;

    internal ZeroRpcReply(Reply reply, ValueCodec codec, CancellationToken cancellationToken)
    {
        _reply = reply;
        _codec = codec;
        _cancellationToken = cancellationToken;
        _watch = reply.Watch;
    }

    /// <summary>The reply itself.</summary>
    internal Reply Reply => _reply;

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
    public IAsyncEnumerable<T> ReadItemsAsync<T>()
    {
        if (_reply.ReadStream() is not { } stream)
        {
            return AsyncEnumerable.Empty<T>();
        }

        IAsyncEnumerable<T> items = stream.ReadAsync<T>(_codec, _cancellationToken);
        return _watch == _reply.Watch ? items : _watch!.FollowAsync(items); // The stream itself follows what it knows.
    }

    /// <summary>
    /// Has a callback run when the call has ended: for one value at once; for a stream when it is read to its end, on the reader's thread.
    /// </summary>
    /// <param name="callback">
    /// Takes null, or what the reader is about to be thrown (an <see cref="OperationCanceledException"/> where it leaves the stream early);
    /// what it throws, the reader is thrown instead. Several run in the order in which they were given.
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

    /// <summary>The items of the stream, blocking between them; for a reply that was waited for so.</summary>
    internal IEnumerable<T> ReadItems<T>() => _reply.ReadStream()?.Read<T>(_codec, _cancellationToken) ?? [];

    /// <summary>Ends the stream, if it has not ended.</summary>
    public ValueTask DisposeAsync()
    {
        _reply.Stream?.Abandon();
        _watch?.Abandon();
        return default;
    }
}
