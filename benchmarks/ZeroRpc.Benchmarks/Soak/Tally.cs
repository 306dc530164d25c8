using System.Collections.Concurrent;

namespace ZeroRpc.Benchmarks.Soak;

/// <summary>What happened, and what should not have. Thread-safe.</summary>
internal sealed class Tally
{
    private const int KeptProblems = 20;

    private readonly ConcurrentDictionary<string, long> _counts = [];
    private readonly ConcurrentQueue<string> _wrong = [];

    /// <summary>The first things that went wrong.</summary>
    public IEnumerable<string> Wrong => _wrong;

    /// <summary>Something ended as it should.</summary>
    public void Count(string kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <summary>Something went wrong unless it is so.</summary>
    public void Expect(bool isSo, string kind, string problem)
    {
        if (isSo)
        {
            Count(kind);
        }
        else if (_wrong.Count < KeptProblems)
        {
            _wrong.Enqueue($"{kind}: {problem}");
        }
    }

    /// <summary>The counts.</summary>
    public override string ToString() => string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value:N0}"));
}
