using System.Buffers;
using System.Net.WebSockets;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>
/// Sends frames one after the other, as a WebSocket demands. Each call waits for its own frame, so that at most one frame of each call is in
/// memory, however slowly the client reads.
/// </summary>
internal sealed class FrameSender(WebSocket socket, FrameFormat format, CancellationToken ended) : IDisposable
{
    /// <summary>A larger buffer is not kept for the next frame.</summary>
    private const int KeptSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private ArrayBufferWriter<byte>? _buffer;

    /// <summary>Sends a frame.</summary>
    /// <exception cref="ValueConversionException">The value cannot be written. Nothing was sent.</exception>
    public async ValueTask SendAsync(string type, long? id = null, string? key = null, object? value = null)
    {
        await _turn.WaitAsync(ended).ConfigureAwait(false);
        try
        {
            _buffer ??= new ArrayBufferWriter<byte>();
            _buffer.ResetWrittenCount();
            format.Write(_buffer, type, id, key, value);
            await socket.SendAsync(_buffer.WrittenMemory, format.MessageType, endOfMessage: true, ended).ConfigureAwait(false);
        }
        finally
        {
            if (_buffer?.Capacity > KeptSize)
            {
                _buffer = null;
            }

            _turn.Release();
        }
    }

    /// <summary>Sends the close frame, after the frame that is being sent. A client that does not take that one is cut off.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        if (!await _turn.WaitAsync(CloseTimeout, CancellationToken.None).ConfigureAwait(false))
        {
            socket.Abort();
            return;
        }

        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(CloseTimeout);
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
