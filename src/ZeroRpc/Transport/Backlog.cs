namespace ZeroRpc.Transport;

/// <summary>
/// How much waits for one peer, and who waits for room there. It is full at so many messages or bytes, and has room again at half of both.
/// Not thread-safe, but for <see cref="IsFull"/>.
/// </summary>
internal sealed class Backlog(int maxMessages = Backlog.MaxMessages, int maxBytes = Backlog.MaxBytes)
{
    /// <summary>Messages that may wait before their producers do.</summary>
    public const int MaxMessages = 256;

    /// <summary>Bytes that may wait before their producers do.</summary>
    public const int MaxBytes = 1024 * 1024;

    private int _messages;
    private long _bytes;
    private bool _isClosed;
    private volatile bool _isFull;
    private TaskCompletionSource? _room;

    /// <summary>Whether producers should wait.</summary>
    public bool IsFull => _isFull;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _messages <= 0;

    /// <summary>A message waits.</summary>
    public void Add(int bytes)
    {
        _messages++;
        _bytes += bytes;
        if (!_isClosed && (_messages >= maxMessages || _bytes >= maxBytes))
        {
            _isFull = true;
        }
    }

    /// <summary>A message waits no longer.</summary>
    public void Remove(int bytes)
    {
        _messages--;
        _bytes -= bytes;
        if (_isFull && _messages <= maxMessages / 2 && _bytes <= maxBytes / 2)
        {
            Release();
        }
    }

    /// <summary>Completes at once when it is not full, else when it has fallen to half, or is closed.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!_isFull)
        {
            return ValueTask.CompletedTask;
        }

        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_room.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Nobody waits any more.</summary>
    public void Close()
    {
        _isClosed = true;
        Release();
    }

    private void Release()
    {
        _isFull = false;
        _room?.TrySetResult();
        _room = null;
    }
}
