using ZeroRpc;

/// <summary>Computes. Handlers may hold their threads: heartbeats do not depend on them.</summary>
public sealed class Worker
{
    /// <summary>The prime factors of n, the smallest first.</summary>
    public ulong[] Factors(long n, CancellationToken cancellationToken) => n < 2
        ? throw new RemoteException("ValueError", $"{n} has no prime factors: give a number from 2 on")
        : [.. FactorsOf((ulong)n, cancellationToken)];

    /// <summary>The first so many primes from a number on, one by one.</summary>
    public IAsyncEnumerable<ulong> Primes(long first, int count, CancellationToken cancellationToken) =>
        NumbersFrom((ulong)Math.Max(first, 2)).Where(n => FactorsOf(n, cancellationToken).First() == n).Take(count).ToAsyncEnumerable();

    private static IEnumerable<ulong> FactorsOf(ulong n, CancellationToken cancellationToken)
    {
        ulong divisor = 2;
        while (divisor * divisor <= n)
        {
            if (n % divisor == 0)
            {
                yield return divisor;
                n /= divisor;
            }
            else
            {
                divisor++;
            }

            if (divisor % 10_000 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        yield return n;
    }

    private static IEnumerable<ulong> NumbersFrom(ulong first)
    {
        for (ulong n = first; ; n++)
        {
            yield return n;
        }
    }
}
