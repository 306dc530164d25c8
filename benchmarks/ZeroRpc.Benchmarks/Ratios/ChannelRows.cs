using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>Ten thousand live channels that wait, one side at a time: the other side is a peer that keeps nothing.</summary>
internal static class ChannelRows
{
    private const int Channels = 10_000;
    private const int Rounds = 5;
    private const double Bytes = 2048;
    private const double LatePercent = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(4);

    public static async Task<Row[]> MeasureMemoryAsync()
    {
        var client = new double[Rounds];
        var server = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            client[i] = await WaitingClient.MeasureAsync(Channels);
            server[i] = await WaitingServer.MeasureAsync(Channels);
        }

        return
        [
            Row.AtMost("client, a channel", Measuring.Rounds.Median(client), Bytes, "B", All(client)),
            Row.AtMost("server, a channel", Measuring.Rounds.Median(server), Bytes, "B", All(server)),
        ];
    }

    public static async Task<Row[]> MeasureHeartbeatsAsync()
    {
        using var peer = new SilentPeer(answersHeartbeats: true);
        long timers = Timer.ActiveCount;
        await using var client = new ZeroRpcClient(peer.Endpoint, new ZeroRpcClientOptions { Heartbeat = Interval, Timeout = System.Threading.Timeout.InfiniteTimeSpan });
        Task<int>[] calls = WaitingClient.Call(client, Channels);
        timers = Timer.ActiveCount - timers;
        await Task.Delay(Watched);
        double[] late = [.. peer.HeartbeatGaps().Select(gap => Math.Abs(gap / Interval - 1) * 100).Order()];
        int lost = calls.Count(call => call.IsCompleted);
        await client.DisposeAsync();
        return
        [
            Row.AtMost("heartbeats late, 99th percentile", late[(int)(late.Length * 0.99)], LatePercent, "%",
                $"{Row.Text(late.Length)} heartbeats, median {Row.Text(late[late.Length / 2])} %, worst {Row.Text(late[^1])} %"),
            Row.AtMost("channels lost", lost, 0, ""),
            Row.AtMost("timer objects", Math.Max(timers, 0), 0, ""),
        ];
    }

    private static string All(double[] rounds) => $"rounds: {string.Join(", ", rounds.Select(Row.Text))}";
}
