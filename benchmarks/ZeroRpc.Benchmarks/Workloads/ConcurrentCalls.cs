using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>A hundred callers at once, each of them sequential.</summary>
internal sealed class ConcurrentCalls(ICaller caller) : IWorkload
{
    /// <summary>How many callers there are.</summary>
    public const int Callers = 100;

    private readonly SequentialCalls _one = new(caller);

    /// <inheritdoc/>
    public string Name => $"{caller.Name}, {Callers} callers";

    /// <inheritdoc/>
    public Task RunAsync(int n)
    {
        var callers = new Task[Callers];
        for (int i = 0; i < Callers; i++)
        {
            // The first ones take one more each, so that it is n calls in all.
            int calls = (n / Callers) + (i < n % Callers ? 1 : 0);
            callers[i] = Task.Run(() => _one.RunAsync(calls));
        }

        return Task.WhenAll(callers);
    }
}
