using System.Buffers;
using System.Net.WebSockets;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>Receives whole messages. A silent WebSocket has no buffer, so that thousands of them cost little.</summary>
internal sealed class SocketMessage(WebSocket socket, int limit) : IDisposable
{
    private const int FirstSize = 4 * 1024;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>How a message has come in.</summary>
    public enum Outcome
    {
        /// <summary>It is there.</summary>
        Complete,

        /// <summary>It is larger than the limit.</summary>
        TooLarge,

        /// <summary>The client has closed the WebSocket.</summary>
        Closed,
    }

    /// <summary>The message, until <see cref="Dispose"/> or the next one.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <summary>The type of the message.</summary>
    public WebSocketMessageType Type { get; private set; }

    /// <summary>Receives the next message.</summary>
    public async ValueTask<Outcome> ReceiveAsync(CancellationToken cancellationToken)
    {
        Dispose();
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage)
        {
            if (_length > limit)
            {
                return Outcome.TooLarge;
            }

            MakeRoom();
            result = await socket.ReceiveAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            _length += result.Count;
        }

        Type = result.MessageType;
        return Type == WebSocketMessageType.Close ? Outcome.Closed : _length > limit ? Outcome.TooLarge : Outcome.Complete;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        _length = 0;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void MakeRoom()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
