using ZeroRpc.Benchmarks.Ratios;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary><c>-- ratios</c> and <c>-- peers</c>: the table of targets, in less than three minutes, and with peers a little more.</summary>
internal static class RatiosMode
{
    /// <summary>Prints the table, or only its parts whose headings hold <paramref name="part"/>; 1 when a row falls short by more than 10 %.</summary>
    public static async Task<int> RunAsync(bool withPeers, string part = "")
    {
        var table = new Table(part);
        await table.AddAsync("Codec", CodecRows.MeasureAsync);
        await table.AddAsync("In memory", InMemoryRows.MeasureAsync);
        await table.AddAsync("Proxy, in memory", ProxyRows.MeasureAsync);
        await table.AddAsync("Diagnostics, nobody listening", DiagnosticsRows.MeasureAsync);
        await table.AddAsync("NetMQ, sequential calls", NetMqRows.MeasureSequentialAsync);
        await table.AddAsync("NetMQ, 100 callers", NetMqRows.MeasureConcurrentAsync);
        await table.AddAsync("NetMQ, stream", NetMqRows.MeasureStreamAsync);
        await table.AddAsync("NetMQ, 1 MiB echo", NetMqRows.MeasureLargeAsync);
        await table.AddAsync("Own peer, sequential calls", TcpRows.MeasureSequentialAsync);
        await table.AddAsync("Own peer, 100 callers", TcpRows.MeasureConcurrentAsync);
        await table.AddAsync("Own peer, 100 calls started in a row", TcpRows.MeasureBurstsAsync);
        await table.AddAsync("Own peer, stream", TcpRows.MeasureStreamAsync);
        await table.AddAsync("Own peer, 1 MiB echo", TcpRows.MeasureLargeAsync);
        await table.AddAsync("Own peer, ipc beside tcp", TcpRows.MeasureIpcAsync);
        await table.AddAsync("InlineExecution off, beside on", InlineRows.MeasureAsync);
        await table.AddAsync("CURVE, sequential calls", CurveRows.MeasureSequentialAsync);
        await table.AddAsync("CURVE, 100 callers", CurveRows.MeasureConcurrentAsync);
        await table.AddAsync("CURVE, stream", CurveRows.MeasureStreamAsync);
        await table.AddAsync("CURVE, 1 MiB echo", CurveRows.MeasureLargeAsync);
        await table.AddAsync("10,000 live channels", ChannelRows.MeasureMemoryAsync);
        await table.AddAsync("10,000 live channels, heartbeats every second", ChannelRows.MeasureHeartbeatsAsync);
        await table.AddAsync("Fresh process", FirstCallRows.MeasureAsync);
        await table.AddAsync("Idle", IdleRows.MeasureAsync);
        if (withPeers)
        {
            await table.AddAsync("Own peer beside zerorpc-python, each on both ends", PeerRows.MeasureAsync);
        }

        return table.Finish();
    }
}
