using System.Diagnostics;
using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>A fresh process that connects, calls once and exits, beside one that exits at once.</summary>
internal static class FirstCallRows
{
    /// <summary>The first argument of a process that does nothing.</summary>
    public const string Nothing = "nothing";

    /// <summary>The first argument of a process that calls once; the second is the endpoint.</summary>
    public const string FirstCall = "first-call";

    private const int Processes = 7;

    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        await RunAsync(FirstCall, pair.Endpoint); // Warms the server, and the disk's cache.
        var differences = new double[Processes];
        var empty = new double[Processes];
        for (int i = 0; i < Processes; i++)
        {
            empty[i] = await RunAsync(Nothing);
            differences[i] = await RunAsync(FirstCall, pair.Endpoint) - empty[i];
        }

        return [Row.AtMost("first call beside an empty program", Rounds.Median(differences), 250, "ms", $"empty: {Row.Text(Rounds.Median(empty))} ms")];
    }

    /// <summary>What the fresh process does.</summary>
    public static async Task<int> CallAsync(string endpoint)
    {
        await using var client = new ZeroRpcClient(endpoint);
        return await client.InvokeAsync<int>("Add", 1, -1);
    }

    private static async Task<double> RunAsync(params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = OwnProcess.Start(arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.");
    }
}
