using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Replay;

/// <summary>The class of the recorded Python servers (docs/protocol.md, section 9), on the script's clock.</summary>
internal sealed class Cooler(TimeProvider time, Activity activity)
{
    private int _parked;

    /// <summary>How often a handler began to wait for the clock.</summary>
    internal int Parked => Volatile.Read(ref _parked);

    [ZeroRpcMethod("add_42")]
    [Description("Add 42 to an integer argument to make it cooler, and return the\nresult. ")]
    public long Add42(long n) => n + 42;

    // Holds its thread, as careless handlers do. (A summary would be its documentation.)
    public string Block(double s)
    {
        Park(s, CancellationToken.None).Wait(TestContext.Current.CancellationToken);
        return "blocked";
    }

    public void Boom() => throw new RemoteException("ValueError", "bad thing ☃");

    [Description("Stream n numbers.")]
    public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);

    public async IAsyncEnumerable<int> CountThenBoom(int n)
    {
        await foreach (int i in Count(n))
        {
            yield return i;
        }

        throw new RemoteException("RuntimeError", "mid-stream");
    }

    public object? Echo(object? v) => v;

    public object?[] EchoMany(params object?[] args) => args;

    public string Greet(string name, string greeting = "hello", int times = 2) =>
        $"{string.Join(", ", Enumerable.Repeat(greeting, times))} {name}";

    public void Nothing()
    {
    }

    public (int Number, string Text) Pair() => (1, "two");

    public async Task<string> Sleep(double s, CancellationToken cancellationToken)
    {
        await Park(s, cancellationToken);
        return "slept";
    }

    public async IAsyncEnumerable<int> SlowCount(int n, double s, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < n; i++)
        {
            await Park(s, cancellationToken);
            yield return i;
        }
    }

    private Task Park(double seconds, CancellationToken cancellationToken)
    {
        Task waiting = Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken);
        Interlocked.Increment(ref _parked);
        activity.Pulse();
        return waiting;
    }
}
