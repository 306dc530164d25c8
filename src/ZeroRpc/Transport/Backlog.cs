namespace ZeroRpc.Transport;

/// <summary>
/// Counts the messages that wait for one peer, and lets producers wait for room. The backlog is full at a number of messages or bytes, and
/// has room again when both have fallen to half. Not thread-safe, except for <see cref="IsFull"/>.
/// </summary>
internal sealed class Backlog(int maxMessages = Backlog.MaxMessages, int maxBytes = Backlog.MaxBytes)
{
    /// <summary>The number of waiting messages at which producers must wait.</summary>
    public const int MaxMessages = 256;

    /// <summary>The number of waiting bytes at which producers must wait.</summary>
    public const int MaxBytes = 1024 * 1024;

    private int _messages;
    private long _bytes;
    private bool _isClosed;
    private volatile bool _isFull;
    private TaskCompletionSource? _room;

    /// <summary>Whether producers must wait.</summary>
    public bool IsFull => _isFull;

    /// <summary>Whether no message is waiting.</summary>
    public bool IsEmpty => _messages <= 0;

    /// <summary>Adds a waiting message.</summary>
    public void Add(int bytes)
    {
        _messages++;
        _bytes += bytes;
        if (!_isClosed && (_messages >= maxMessages || _bytes >= maxBytes))
        {
            _isFull = true;
        }
    }

    /// <summary>Removes a message that no longer waits.</summary>
    public void Remove(int bytes)
    {
        _messages--;
        _bytes -= bytes;
        if (_isFull && _messages <= maxMessages / 2 && _bytes <= maxBytes / 2)
        {
            Release();
        }
    }

    /// <summary>Completes immediately if the backlog is not full; otherwise when it has fallen to half, or is closed.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!_isFull)
        {
            return ValueTask.CompletedTask;
        }

        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_room.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Closes the backlog and releases the waiting producers.</summary>
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
