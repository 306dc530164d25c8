using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>A bare libzmq socket: the test says which frames it sends, and sees which it receives.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private RawPeer(PeerProcess process) => _process = process;

    /// <summary>Where a router is bound.</summary>
    public string Endpoint => _process.Endpoint;

    /// <summary>The socket of a client.</summary>
    public static async Task<RawPeer> DealerAsync(string endpoint) =>
        new(await Peer.Node.StartAsync("raw", new { type = "dealer", connect = endpoint }));

    /// <summary>The socket of a server, at a port of its own.</summary>
    public static async Task<RawPeer> RouterAsync() =>
        new(await Peer.Node.StartAsync("raw", new { type = "router", bind = Peer.AnyPort }));

    /// <summary>A socket of another kind, at a port of its own: "push", "pull", "pub" or "sub".</summary>
    public static async Task<RawPeer> OneWayAsync(string type) => new(await Peer.Node.StartAsync("raw", new { type, bind = Peer.AnyPort }));

    public Task SendAsync(params byte[][] frames) => _process.WriteAsync(JsonSerializer.Serialize(frames.Select(Convert.ToHexStringLower)));

    public async Task<byte[][]> ReceiveAsync() =>
        [.. (await _process.ReadAsync()).GetProperty("frames").EnumerateArray().Select(frame => Convert.FromHexString(frame.GetString()!))];

    /// <summary>The event in the last frame of the next message that is no heartbeat, and the frames before it.</summary>
    public async Task<(byte[][] Envelope, RawEvent Event)> ReceiveEventAsync()
    {
        while (true)
        {
            byte[][] frames = await ReceiveAsync();
            RawEvent received = RawEvent.Decode(frames[^1]);
            if (received is not { Name: "_zpc_hb", Arguments: [0L] })
            {
                return (frames[..^1], received);
            }
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
