using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>Calls by the frames of the gateway, over one WebSocket.</summary>
internal sealed class SocketCaller : ICaller
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _calls = [];
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private long _lastId;

    private SocketCaller()
    {
    }

    public string Name => "gateway, WebSocket";

    /// <summary>Connects.</summary>
    public static async Task<SocketCaller> ConnectAsync(Uri gateway)
    {
        var caller = new SocketCaller();
        caller._socket.Options.AddSubProtocol("zerorpc.json");
        await caller._socket.ConnectAsync(new UriBuilder(gateway) { Scheme = "ws" }.Uri, default);
        _ = caller.ReceiveAsync();
        _ = caller.SendAsync();
        return caller;
    }

    public async Task AddAsync(int a, int b)
    {
        long id = Interlocked.Increment(ref _lastId);
        var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = call;
        byte[] frame = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{{\"type\":\"call\",\"id\":{id},\"service\":\"adder\",\"method\":\"Add\",\"args\":[{a},{b}]}}"));
        _frames.Writer.TryWrite(frame);
        await call.Task;
    }

    public ValueTask DisposeAsync()
    {
        _frames.Writer.Complete();
        _socket.Abort();
        _socket.Dispose();
        return default;
    }

    /// <summary>Frames that have come meanwhile share a message, as in zerorpc.js and in SignalR.</summary>
    private async Task SendAsync()
    {
        using var message = new MemoryStream();
        while (await _frames.Reader.WaitToReadAsync())
        {
            message.SetLength(0);
            while (_frames.Reader.TryRead(out byte[]? frame))
            {
                if (message.Length > 0)
                {
                    message.WriteByte((byte)'\n');
                }

                message.Write(frame);
            }

            await _socket.SendAsync(message.GetBuffer().AsMemory(0, (int)message.Length), WebSocketMessageType.Text, true, default);
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        while (_socket.State == WebSocketState.Open)
        {
            ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
            length += result.Count;
            if (result.EndOfMessage)
            {
                foreach (Range line in buffer.AsSpan(0, length).Split((byte)'\n'))
                {
                    Complete(buffer.AsSpan(0, length)[line]);
                }

                length = 0;
            }
        }
    }

    private void Complete(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        bool isResult = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isResult = reader.ValueTextEquals("result"u8);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                _calls.TryRemove(reader.GetInt64(), out TaskCompletionSource? call);
                call!.SetResult();
                break;
            }
        }

        if (!isResult)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(frame));
        }
    }
}
