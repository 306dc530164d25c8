using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Ratios;

/// <summary>
/// A client and a server that have nothing to do: without keep-alive nothing runs at all, and with it each side looks for the other four times
/// per timeout of 30 s, and asks by a PING.
/// </summary>
internal static class IdleRows
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(7); // A heartbeat's wake-up that nobody needs any more may still come.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public static async Task<Row[]> MeasureAsync() =>
    [
        await MeasureAsync("turns of all loops in 10 s, without keep-alive", atMost: 0, keepAlive: null),
        await MeasureAsync("turns of all loops in 10 s, with its default of 30 s", atMost: 12, keepAlive: new ZeroRpcClientOptions().KeepAliveTimeout),
    ];

    private static async Task<Row> MeasureAsync(string name, int atMost, TimeSpan? keepAlive)
    {
        await using ZeroRpcPair pair = ZeroRpcPair.OverTcp(
            new ZeroRpcServerOptions { KeepAliveTimeout = keepAlive }, new ZeroRpcClientOptions { KeepAliveTimeout = keepAlive });
        await pair.AddAsync(1, 2);
        await Task.Delay(Settling);
        long before = Internals.Turns();
        await Task.Delay(Watched);
        return Row.AtMost(name, Internals.Turns() - before, atMost, "", "the sockets' loops and the clock");
    }
}
