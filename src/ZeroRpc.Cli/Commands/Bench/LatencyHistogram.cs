using System.Numerics;

namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>
/// Counts latencies in buckets whose width grows with the latency, so that the memory does not depend on the number of calls. There are 64
/// buckets for each power of two, so a percentile is at most 1.6 % too high. Not thread-safe: each worker has its own histogram, and these
/// are added up.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int Bits = 6;
    private const int PerPower = 1 << Bits;

    private readonly long[] _counts = new long[PerPower * (64 - Bits)];

    public long Count { get; private set; }

    public TimeSpan Min { get; private set; } = TimeSpan.MaxValue;

    public TimeSpan Max { get; private set; }

    /// <summary>Counts one latency.</summary>
    public void Add(TimeSpan latency)
    {
        _counts[IndexOf(latency.Ticks)]++;
        Count++;
        Min = latency < Min ? latency : Min;
        Max = latency > Max ? latency : Max;
    }

    /// <summary>Adds the counts of another histogram.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Min = other.Min < Min ? other.Min : Min;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>Returns the latency that the given fraction of all calls did not exceed. Zero if there were no calls.</summary>
    public TimeSpan Percentile(double fraction)
    {
        long rank = Math.Max((long)Math.Ceiling(Count * fraction), 1);
        long seen = 0;
        for (int i = 0; i < _counts.Length && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return TimeSpan.FromTicks(Math.Clamp(UpperEnd(i), Min.Ticks, Max.Ticks));
            }
        }

        return TimeSpan.Zero;
    }

    private static int IndexOf(long ticks)
    {
        int power = Math.Max(BitOperations.Log2((ulong)Math.Max(ticks, 1)) - Bits, 0);
        return (power * PerPower) + (int)(Math.Max(ticks, 0) >> power);
    }

    /// <summary>
    /// Returns the largest latency of a bucket in ticks. From the second power of two on, only the upper half of the buckets is used.
    /// </summary>
    private static long UpperEnd(int index)
    {
        int power = Math.Max((index / PerPower) - 1, 0);
        return ((long)(index - (power * PerPower) + 1) << power) - 1;
    }
}
