namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>Something done over and over, that can be timed.</summary>
internal interface IWorkload
{
    /// <summary>What it is called in the output.</summary>
    string Name { get; }

    /// <summary>Does it <paramref name="n"/> times.</summary>
    Task RunAsync(int n);
}
