using ZeroRpc.Benchmarks.Gateway;
using ZeroRpc.Benchmarks.Ratios;

namespace ZeroRpc.Benchmarks.Modes;

/// <summary><c>-- gateway</c>: the web gateway beside gRPC's JSON transcoding and SignalR, and what many browsers hold.</summary>
internal static class GatewayMode
{
    /// <summary>Prints the table, or only its parts whose headings hold <paramref name="part"/>; 1 when a row falls short by more than 10 %.</summary>
    public static async Task<int> RunAsync(string part = "")
    {
        var table = new Table(part);
        await table.AddAsync("Gateway, sequential calls", GatewayRows.MeasureSequentialAsync);
        await table.AddAsync("Gateway, 100 callers", GatewayRows.MeasureConcurrentAsync);
        await table.AddAsync("Gateway, many browsers", CrowdRows.MeasureAsync);
        return table.Finish();
    }
}
