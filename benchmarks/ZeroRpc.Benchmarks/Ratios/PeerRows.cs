using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>Beside zerorpc-python: its client and server, then ours, in the same rounds.</summary>
internal static class PeerRows
{
    public static async Task<Row[]> MeasureAsync()
    {
        using PythonPair? python = await PythonPair.StartAsync();
        if (python is null)
        {
            Console.WriteLine("  No Python that imports zerorpc: pip install zerorpc==0.6.3, and ZERORPC_PYTHON names the interpreter.");
            return [];
        }

        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp();
        return
        [
            await CompareAsync("sequential", new SequentialCalls(pair), new PythonWorkload(python, "sequential"), 3.5),
            await CompareAsync("100 callers", new ConcurrentCalls(pair), new PythonWorkload(python, "concurrent"), 30),
            await CompareAsync("stream", new StreamItems(pair), new PythonWorkload(python, "stream"), 15),
        ];
    }

    private static async Task<Row> CompareAsync(string name, IWorkload ours, IWorkload python, double target)
    {
        Rounds rounds = await Rounds.RunAsync(7, ours, python);
        string raw = $"{Row.Text(rounds.Median(0, sample => sample.Rate))}/s beside {Row.Text(rounds.Median(1, sample => sample.Rate))}/s";
        return Row.AtLeast(name, rounds.MedianRatio(0, 1), target, raw);
    }
}
