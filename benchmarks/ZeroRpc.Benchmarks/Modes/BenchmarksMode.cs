using BenchmarkDotNet.Running;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary>Everything else: BenchmarkDotNet, with its own arguments.</summary>
internal static class BenchmarksMode
{
    /// <summary>Runs what the arguments choose; without any, asks.</summary>
    public static int Run(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarksMode).Assembly).Run(args);
        return 0;
    }
}
