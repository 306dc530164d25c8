using System.Numerics;

namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>
/// Counts latencies in buckets that grow with what they hold, so that memory is bounded however many calls are made: 64 buckets for each
/// power of two, which puts a percentile at most 1.6 % too high. Not thread-safe: a worker has its own, and they are added up.
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

    /// <summary>Counts all that another one has counted.</summary>
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

    /// <summary>The latency that a fraction of all calls did not exceed; zero where there were none.</summary>
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
    /// The largest latency of a bucket, in ticks. Buckets from the second power on use the upper half of their index only.
    /// </summary>
    private static long UpperEnd(int index)
    {
        int power = Math.Max((index / PerPower) - 1, 0);
        return ((long)(index - (power * PerPower) + 1) << power) - 1;
    }
}
