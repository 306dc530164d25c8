using ZeroRpc.Benchmarks.Measuring;
using ZeroRpc.Benchmarks.Subjects;
using ZeroRpc.Benchmarks.Workloads;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>
/// What spans and metrics cost while nobody listens: calls with them beside calls without, of the same client and server, since two pairs
/// differ by more than is looked for.
/// </summary>
internal static class DiagnosticsRows
{
    private const int Runs = 200;
    private const double Percent = 2;
    private static readonly TimeSpan EachRun = TimeSpan.FromMilliseconds(20);

    public static async Task<Row[]> MeasureAsync()
    {
        await using ZeroRpcPair pair = ZeroRpcPair.InMemory();
        Rounds rounds = await Rounds.RunAsync(Runs, EachRun, new Switched(pair, isOn: true), new Switched(pair, isOn: false));
        double cost = ((1 / rounds.MedianRatio(0, 1)) - 1) * 100;
        double bytes = rounds.Median(0, sample => sample.BytesEach) - rounds.Median(1, sample => sample.BytesEach);
        string times = $"{Row.Text(rounds.Median(0, Microseconds))} µs beside {Row.Text(rounds.Median(1, Microseconds))} µs; {Row.Text(cost)} %";
        return
        [
            Row.AtMost("call, beside one that nobody can listen to", Math.Max(cost, 0), Percent, "%", times),
            Row.AtMost("allocated beside it", Math.Max(Math.Round(bytes), 0), 8, "B", "the smallest object has 24 B"),
        ];
    }

    private static double Microseconds(Sample sample) => sample.Microseconds;

    private sealed class Switched(ZeroRpcPair pair, bool isOn) : IWorkload
    {
        private readonly CallObserver? _client = isOn ? Internals.ObserverOf(pair.Client) : null;
        private readonly CallObserver? _server = isOn ? Internals.ObserverOf(Internals.DispatcherOf(pair.Server)) : null;
        private readonly SequentialCalls _calls = new(pair);

        public string Name => $"{_calls.Name}, {(isOn ? "observed" : "not observed")}";

        public Task RunAsync(int operations)
        {
            Internals.ObserverOf(pair.Client) = _client;
            Internals.ObserverOf(Internals.DispatcherOf(pair.Server)) = _server;
            return _calls.RunAsync(operations);
        }
    }
}
