using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Measuring;

/// <summary>
/// Workloads that are compared: warmed up, then measured in turn, round after round, so that whatever else the machine does meets all alike.
/// </summary>
internal sealed class Rounds
{
    private const int WarmOperations = 20_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EachRun = TimeSpan.FromMilliseconds(200);

    private readonly Sample[][] _samples;

    private Rounds(Sample[][] samples) => _samples = samples;

    /// <summary>Measures workloads.</summary>
    public static Task<Rounds> RunAsync(int rounds, params IWorkload[] workloads) => RunAsync(rounds, EachRun, workloads);

    /// <summary>Measures workloads by runs of a length: many short ones tell small differences on a machine that does other things too.</summary>
    public static async Task<Rounds> RunAsync(int rounds, TimeSpan eachRun, params IWorkload[] workloads)
    {
        var operations = new int[workloads.Length];
        for (int i = 0; i < workloads.Length; i++)
        {
            operations[i] = Math.Max(1, (int)(await WarmAsync(workloads[i]) * (eachRun / EachRun)));
        }

        var samples = new Sample[workloads.Length][];
        for (int i = 0; i < workloads.Length; i++)
        {
            samples[i] = new Sample[rounds];
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < workloads.Length; i++)
            {
                samples[i][round] = await Sample.TakeAsync(workloads[i], operations[i]);
            }
        }

        return new Rounds(samples);
    }

    /// <summary>The median over all rounds of a figure of one workload.</summary>
    public double Median(int workload, Func<Sample, double> figure) => Median(_samples[workload].Select(figure));

    /// <summary>The median over all rounds of one workload's rate divided by another's in the same round.</summary>
    public double MedianRatio(int workload, int reference) =>
        Median(_samples[workload].Zip(_samples[reference], (one, other) => one.Rate / other.Rate));

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Runs a workload until it is compiled for good, and says how often it runs in the time of one measurement.</summary>
    private static async Task<int> WarmAsync(IWorkload workload)
    {
        TimeSpan spent = TimeSpan.Zero;
        int operations = 1;
        long done = 0;
        while (true)
        {
            Sample sample = await Sample.TakeAsync(workload, operations);
            spent += sample.Time;
            done += operations;
            if (spent >= LongestWarmUp || (spent >= WarmUp && done >= WarmOperations))
            {
                return Math.Max(1, (int)(sample.Rate * EachRun.TotalSeconds));
            }

            if (sample.Time < EachRun)
            {
                operations = Math.Max(operations + 1, (int)(operations * Math.Min(4, EachRun / sample.Time)));
            }
        }
    }
}
