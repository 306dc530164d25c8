using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>A WebSocket of a client, whose messages are JSON.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IAsyncDisposable
{
    private Queue<string> _frames = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ClientWebSocket Socket => socket;

    public Task SendAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType type) => socket.SendAsync(message, type, true, Stop).OrHang();

    public Task CallAsync(long id, string method, string arguments = "[]", string more = "") =>
        SendAsync($$"""{"type":"call","id":{{id}},"service":"fridge","method":"{{method}}","args":{{arguments}}{{more}}}""");

    /// <summary>Receives a message.</summary>
    public async Task<byte[]> ReceiveBytesAsync()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer, Stop).OrHang();
            message.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return message.ToArray();
    }

    /// <summary>Receives a frame. A message can have several, one a line.</summary>
    public async Task<string> ReceiveAsync()
    {
        if (_frames.Count == 0)
        {
            _frames = new Queue<string>(Encoding.UTF8.GetString(await ReceiveBytesAsync()).Split('\n'));
        }

        return _frames.Dequeue();
    }

    /// <summary>Receives a frame with an error, and gives the error's name and status.</summary>
    public async Task<(long? Id, string Name, int Status, string Detail)> ReceiveErrorAsync()
    {
        string frame = await ReceiveAsync();
        using JsonDocument json = JsonDocument.Parse(frame);
        Assert.True(json.RootElement.GetProperty("type").GetString() == "error", frame);
        JsonElement error = json.RootElement.GetProperty("error");
        long? id = json.RootElement.TryGetProperty("id", out JsonElement known) ? known.GetInt64() : null;
        return (id, error.GetProperty("name").GetString()!, error.GetProperty("status").GetInt32(), error.GetProperty("detail").GetString()!);
    }

    /// <summary>Reads until the gateway closes, and gives its code.</summary>
    public async Task<(int Code, string Reason)> ReceiveCloseAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        while ((await socket.ReceiveAsync(buffer, Stop).OrHang()).MessageType != WebSocketMessageType.Close)
        {
            // Frames before the end.
        }

        return ((int)socket.CloseStatus!, socket.CloseStatusDescription ?? "");
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return default;
    }
}
