namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>What the server of <see cref="ZeroRpcPair"/> serves.</summary>
internal sealed class Service
{
    private readonly TaskCompletionSource<int> _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>How many calls wait.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>A synchronous handler.</summary>
    public int Add(int a, int b) => a + b;

    /// <summary>A large value there and back.</summary>
    public byte[] Echo(byte[] payload) => payload;

    /// <summary>A stream that has its next item always at hand.</summary>
    public async IAsyncEnumerable<int> Count(int count)
    {
        await Task.CompletedTask;
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    /// <summary>An error.</summary>
    public int Fail(string why) => throw new InvalidOperationException(why);

    /// <summary>Waits until <see cref="Open"/>; all callers wait for one task, so that the handler has no state of its own.</summary>
    public Task<int> Wait()
    {
        Interlocked.Increment(ref _waiting);
        return _gate.Task;
    }

    /// <summary>Waits until the caller is lost, or for ever.</summary>
    public async Task<int> Hang(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    /// <summary>Lets all go that wait.</summary>
    internal void Open() => _gate.TrySetResult(1);
}
