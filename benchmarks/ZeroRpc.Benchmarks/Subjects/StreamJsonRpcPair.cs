using System.Net;
using System.Net.Sockets;
using StreamJsonRpc;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>StreamJsonRpc with MessagePack over the loopback.</summary>
internal sealed class StreamJsonRpcPair : ICaller
{
    private readonly JsonRpc _client;
    private readonly JsonRpc _server;

    private StreamJsonRpcPair(JsonRpc client, JsonRpc server)
    {
        _client = client;
        _server = server;
    }

    /// <inheritdoc/>
    public string Name => "StreamJsonRpc";

    /// <summary>Starts both sides.</summary>
    public static async Task<StreamJsonRpcPair> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = new TcpClient { NoDelay = true };
        await connecting.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        TcpClient accepted = await listener.AcceptTcpClientAsync();
        accepted.NoDelay = true;
        return new StreamJsonRpcPair(Open(connecting, null), Open(accepted, new Target()));
    }

    /// <inheritdoc/>
    public Task AddAsync(int a, int b) => _client.InvokeAsync<int>("Add", a, b);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _server.Dispose();
        return default;
    }

    private static JsonRpc Open(TcpClient tcp, object? target)
    {
        NetworkStream stream = tcp.GetStream();
        var handler = new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter());
        JsonRpc rpc = target is null ? new JsonRpc(handler) : new JsonRpc(handler, target);
        rpc.StartListening();
        return rpc;
    }

    private sealed class Target
    {
        public int Add(int a, int b) => a + b;
    }
}
