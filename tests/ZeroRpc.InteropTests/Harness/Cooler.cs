using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>The service of docs/protocol.md section 9 in C#, and what a test must see of its handlers from within.</summary>
public sealed class Cooler
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, CountdownEvent> _together = new();
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a handler that never ends has begun.</summary>
    internal Task Waiting => _waiting.Task;

    /// <summary>Completes when such a handler's token fired.</summary>
    internal Task Abandoned => _abandoned.Task;

    /// <summary>Adds 42 to n.</summary>
    [ZeroRpcMethod("add_42")]
    public long Add42(long n) => n + 42;

    public object? Echo(object? v) => v;

    public object?[] EchoMany(params object?[] args) => args;

    public string TypeOf(object? v) => v?.GetType().Name ?? "null";

    /// <summary>Greets somebody.</summary>
    public string Greet(string name, string greeting = "hello", int times = 2) =>
        $"{string.Join(", ", Enumerable.Repeat(greeting, times))} {name}";

    public void Nothing()
    {
    }

    public (int Number, string Text) Pair() => (1, "two");

    public void Boom() => throw new InvalidOperationException("bad thing ☃");

    public void BoomAsPython() => throw new RemoteException("ValueError", "bad thing ☃", "the lines of a remote");

    /// <summary>Blocks its thread, as careless handlers do.</summary>
    public double Block(double s)
    {
        Thread.Sleep(TimeSpan.FromSeconds(s));
        return s;
    }

    /// <summary>Blocks its thread until so many handlers run at once.</summary>
    public int BlockTogether(int handlers)
    {
        CountdownEvent others = _together.GetOrAdd(handlers, count => new CountdownEvent(count));
        others.Signal();
        return others.Wait(HangGuard.Limit) ? handlers : -1;
    }

    public async Task WaitForEver(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration abandoned = cancellationToken.Register(() => _abandoned.TrySetResult());
        _waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);

    public async IAsyncEnumerable<int> CountThenBoom(int n)
    {
        await foreach (int i in Count(n))
        {
            yield return i;
        }

        throw new InvalidOperationException("mid-stream");
    }

    public async IAsyncEnumerable<int> CountForEver([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration abandoned = cancellationToken.Register(() => _abandoned.TrySetResult());
        _waiting.TrySetResult();
        for (int i = 0; ; i++)
        {
            yield return i;
            await Task.Yield();
        }
    }
}
