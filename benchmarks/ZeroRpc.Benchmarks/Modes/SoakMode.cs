using System.Diagnostics;
using ZeroRpc.Benchmarks.Soak;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary>
/// <c>-- soak [minutes]</c>: everything at once for a long time. It ends well when no reply was lost or wrong, no channel is left, and the
/// heap has not grown.
/// </summary>
internal static class SoakMode
{
    /// <summary>The first argument of a process that calls until it is killed; the second is the endpoint.</summary>
    public const string Victim = "soak-victim";

    private const int EachKind = 8;
    private const int MostLooks = 10;
    private const double AllowedGrowth = 1.1;
    private const long AllowedBytes = 2 * 1024 * 1024;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Report = TimeSpan.FromSeconds(10);

    /// <summary>Runs; 1 when something went wrong.</summary>
    public static async Task<int> RunAsync(TimeSpan time)
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp(
            new ZeroRpcServerOptions { Heartbeat = Heartbeat }, new ZeroRpcClientOptions { Heartbeat = Heartbeat });
        var tally = new Tally();
        using var stop = new CancellationTokenSource();
        List<Task> users = [];
        for (int i = 0; i < EachKind; i++)
        {
            users.Add(SoakUsers.CallAsync(pair, tally, stop.Token));
            users.Add(SoakUsers.StreamAsync(pair, tally, stop.Token));
            users.Add(SoakUsers.FailAsync(pair, tally, stop.Token));
            users.Add(SoakUsers.CancelAsync(pair, tally, stop.Token));
        }

        users.Add(DyingPeers.KillClientsAsync(pair, tally, stop.Token));
        users.Add(DyingPeers.LoseServersAsync(tally, stop.Token));

        long warm = await WatchAsync(pair, tally, time);
        await stop.CancelAsync();
        Task ended = Task.WhenAll(users);
        bool allEnded = await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(60))) == ended;
        return await JudgeAsync(pair, tally, warm, allEnded ? null : "a call has not ended 60 s after the end");
    }

    /// <summary>What the killed process does: long streams and calls that hang.</summary>
    public static async Task<int> CallUntilKilledAsync(string endpoint)
    {
        await using var client = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions { Heartbeat = Heartbeat });
        Task[] hanging = [.. Enumerable.Range(0, 20).Select(_ => client.InvokeAsync<int>("Hang"))];
        await foreach (int _ in client.StreamAsync<int>("Count", int.MaxValue))
        {
        }

        await Task.WhenAll(hanging);
        return 1;
    }

    /// <summary>Reports now and then; gives the heap's size when a fifth of the time is over.</summary>
    private static async Task<long> WatchAsync(ZeroRpcPair pair, Tally tally, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        long warm = 0;
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < time)
        {
            if (warm == 0 && elapsed > time / 5)
            {
                warm = Heap.Live();
            }

            Console.WriteLine($"{elapsed:hh\\:mm\\:ss}  {tally}  {Internals.LiveChannels(pair)} channels, heap {GC.GetTotalMemory(false) / 1024:N0} KiB");
            await Task.Delay(time - elapsed < Report ? time - elapsed : Report);
        }

        return warm;
    }

    private static async Task<int> JudgeAsync(ZeroRpcPair pair, Tally tally, long warm, string? hanging)
    {
        // Channels left early end on the other side when their heartbeats lapse: two intervals, and one more to look.
        await Task.Delay(Heartbeat * 5);
        int channels = Internals.LiveChannels(pair);
        long allowed = (long)(warm * AllowedGrowth) + AllowedBytes;
        long heap = await LiveAfterAllAsync(allowed);
        List<string> wrong = [.. tally.Wrong];
        if (hanging is not null)
        {
            wrong.Add(hanging);
        }

        if (channels > 0)
        {
            wrong.Add($"{channels} channels are left");
        }

        if (heap > allowed)
        {
            wrong.Add($"the heap grew from {warm / 1024:N0} KiB to {heap / 1024:N0} KiB");
        }

        Console.WriteLine($"end       {tally}  {channels} channels, heap {heap / 1024:N0} KiB (warm: {warm / 1024:N0} KiB)");
        wrong.ForEach(problem => Console.WriteLine($"WRONG: {problem}"));
        Console.WriteLine(wrong.Count == 0 ? "The soak ended well." : "The soak FAILED.");
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>
    /// The heap's size when all is over. While it is larger than <paramref name="allowed"/>, it looks again: the shared array pool keeps arrays for
    /// each thread until they were not used for a minute, and then gives them up when the garbage collector runs.
    /// </summary>
    private static async Task<long> LiveAfterAllAsync(long allowed)
    {
        long heap = Heap.Live();
        for (int looks = 0; heap > allowed && looks < MostLooks; looks++)
        {
            await Task.Delay(Report);
            heap = Heap.Live();
        }

        return heap;
    }
}
