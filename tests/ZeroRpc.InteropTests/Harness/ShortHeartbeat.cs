namespace ZeroRpc.InteropTests.Harness;

/// <summary>Servers of peers and clients of ours that agree on a heartbeat short enough to wait for.</summary>
internal static class ShortHeartbeat
{
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Starts the peer's server, which listens for the errors that end a stock Node server.</summary>
    public static Task<PeerProcess> ServeAsync(Peer peer, string endpoint = Peer.AnyPort) =>
        peer.ServeAsync(new { bind = endpoint, heartbeat = Heartbeat.TotalSeconds, listen = true });

    public static ZeroRpcClient ConnectTo(PeerProcess server, bool passive = false, Carrier? carrier = null) =>
        new(server.Endpoint, ClientOptions(carrier ?? Carrier.Tcp, passive));

    public static ZeroRpcClientOptions ClientOptions(Carrier carrier, bool passive = false) =>
        carrier.Carried(new ZeroRpcClientOptions { Heartbeat = Heartbeat, IsHeartbeatPassive = passive });

    /// <summary>Waits until the server's <c>sleep</c> has begun.</summary>
    public static async Task AwaitSleepAsync(PeerProcess server) =>
        Assert.Equal("sleep", (await server.ReadAsync()).GetProperty("started").GetString());
}
