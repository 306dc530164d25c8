using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using ZeroRpc.Threading;

namespace ZeroRpc.Client;

/// <summary>
/// The received items of a stream, in order, for one reader. A reader that awaits is woken when the loop has delivered all received messages,
/// so that it finds several items at once. Any thread can add items and end the stream.
/// </summary>
/// <param name="budget">
/// Decides whether the reader continues inline on the loop's thread. Null if it never does, and for a reader that blocks.
/// </param>
/// <param name="blocks">Whether the reader blocks. It is then woken without a pool thread.</param>
internal sealed class ReplyItems(InlineBudget? budget, bool blocks) : IValueTaskSource<bool>, IInlineWork
{
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _items = new();
    private ManualResetValueTaskSourceCore<bool> _wake;
    private End? _end;
    private int _waits;

    /// <inheritdoc/>
    InlineBudget? IInlineWork.InlineBudget => budget;

    /// <summary>Adds an item. It is dropped if the stream has ended.</summary>
    public void Add(ReadOnlyMemory<byte> item)
    {
        if (Volatile.Read(ref _end) is null)
        {
            _items.Enqueue(item);
            Wake();
        }
    }

    /// <summary>Ends the stream, after its items. The exception is thrown to the reader; null for a normal end. Only the first call counts.</summary>
    public void Complete(Exception? error = null)
    {
        if (Interlocked.CompareExchange(ref _end, new End(error), null) is null)
        {
            Wake();
        }
    }

    /// <summary>Takes the next item, if there is one.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> item) => _items.TryDequeue(out item);

    /// <summary>
    /// Waits until there may be an item. Returns false if the stream has ended, and throws if it ended with an error. Must be awaited before
    /// the next call.
    /// </summary>
    public ValueTask<bool> WaitToReadAsync() =>
        Look() is { } known || !TryStartWait(out known) ? new ValueTask<bool>(known) : new ValueTask<bool>(this, _wake.Version);

    /// <summary>Does the same, and blocks the calling thread meanwhile.</summary>
    public bool WaitToRead()
    {
        if (Look() is { } known || !TryStartWait(out known))
        {
            return known;
        }

        using var woken = new ManualResetEventSlim();
        _wake.OnCompleted(static state => ((ManualResetEventSlim)state!).Set(), woken, _wake.Version, ValueTaskSourceOnCompletedFlags.None);
        InlineExecutor.PassOn();
        woken.Wait();
        return true;
    }

    /// <inheritdoc/>
    void IInlineWork.Run()
    {
        _wake.RunContinuationsAsynchronously = false;
        Tell();
    }

    /// <inheritdoc/>
    void IInlineWork.RunElsewhere() => Tell();

    /// <inheritdoc/>
    bool IValueTaskSource<bool>.GetResult(short token) => _wake.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wake.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    /// <summary>Returns whether there is an item, or null if that is not known yet. Throws if the stream has ended with an error.</summary>
    private bool? Look()
    {
        End? end = Volatile.Read(ref _end); // Read first: the items that were added before the end are then found.
        if (!_items.IsEmpty)
        {
            return true;
        }

        return end switch
        {
            null => null,
            { Error: { } error } => throw error,
            _ => false,
        };
    }

    /// <summary>Announces that the reader waits. Returns false if it need not, because of an item or an end that came meanwhile.</summary>
    private bool TryStartWait(out bool hasItem)
    {
        _wake.Reset();
        _wake.RunContinuationsAsynchronously = !blocks;

        // Also a full fence. Either the thread that adds an item finds the reader waiting, or the check below finds the item. If both happen,
        // the second exchange decides which of the two continues the reader.
        Interlocked.Exchange(ref _waits, 1);
        bool isKnown = !_items.IsEmpty || Volatile.Read(ref _end) is not null;
        hasItem = true; // The reader finds an end when it waits again.
        return !(isKnown && Interlocked.Exchange(ref _waits, 0) == 1);
    }

    private void Wake()
    {
        // The caller's write came with a full fence, and the exchange follows it.
        if (Volatile.Read(ref _waits) == 1 && Interlocked.Exchange(ref _waits, 0) == 1 && !InlineExecutor.TryAdd(this))
        {
            budget?.NoteShort();
            Tell();
        }
    }

    private void Tell() => _wake.SetResult(true);

    private sealed record End(Exception? Error);
}
