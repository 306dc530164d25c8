using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>The service behind the gateway under test, and what a test must see of its handlers from within.</summary>
public sealed class Fridge
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;
    private int _waits;

    /// <summary>Completes when a handler that never ends has begun.</summary>
    internal Task Waiting => _waiting.Task;

    /// <summary>Completes when such a handler's token has fired.</summary>
    internal Task Cancelled => _cancelled.Task;

    /// <summary>The number of items that the endless stream has sent.</summary>
    internal int Sent => Volatile.Read(ref _sent);

    /// <summary>The number of calls of <see cref="Wait"/>.</summary>
    internal int Waits => Volatile.Read(ref _waits);

    /// <summary>The headers of the calls of <see cref="WhoAmI"/>.</summary>
    internal ConcurrentQueue<IReadOnlyDictionary<string, object?>> Headers { get; } = [];

    /// <summary>Adds "cool" to a thing.</summary>
    /// <param name="thing">The thing.</param>
    public string AddCool(string thing) => $"{thing}, so cool";

    public long Add(long first, long second = 10) => first + second;

    public object? Echo(object? value) => value;

    public int Size(byte[] content) => content.Length;

    public double Half(double number) => number / 2;

    public DateTime NextDay(DateTime time) => time.AddDays(1);

    public byte[] Bytes() => [0, 255];

    public long Large() => 1L << 60;

    public void Nothing()
    {
    }

    public void Fail(string name) => throw new RemoteException(name, "it went wrong", "a traceback");

    public async Task Wait(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waits);
        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => _cancelled.TrySetResult());
        _waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Counts.</summary>
    public IAsyncEnumerable<int> Count(int to) => AsyncEnumerable.Range(0, to);

    public async IAsyncEnumerable<int> CountThenFail(int to)
    {
        await foreach (int i in Count(to))
        {
            yield return i;
        }

        throw new RemoteException("ValueError", "mid-stream");
    }

    public async IAsyncEnumerable<string> Flood([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => _cancelled.TrySetResult());
        _waiting.TrySetResult();
        string item = new('x', 1000);
        while (true)
        {
            yield return item;
            Interlocked.Increment(ref _sent);
            await Task.Yield();
        }
    }

    public async IAsyncEnumerable<int> Silence([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => _cancelled.TrySetResult());
        yield return 1;
        _waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    public string WhoAmI(CallContext context)
    {
        Headers.Enqueue(context.Headers);
        return context.Headers.TryGetValue("user", out object? user) ? $"{user}" : "nobody";
    }
}
