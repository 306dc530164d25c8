using System.Buffers;
using System.Net.WebSockets;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>
/// Sends frames in their order, as many in one message as have come while the last message was sent. Each call waits until its frame has been
/// sent, so that at most one frame of each call is in memory, however slowly the client reads. Thread-safe.
/// </summary>
internal sealed class FrameSender(WebSocket socket, FrameFormat format, CancellationToken ended)
{
    /// <summary>A larger buffer is not kept for the next frames.</summary>
    private const int KeptSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _next = new();
    private ArrayBufferWriter<byte>? _spare;
    private TaskCompletionSource? _nextSent;
    private TaskCompletionSource? _idle; // Null while nothing is being sent.
    private bool _isClosed;

    /// <summary>Sends a frame.</summary>
    /// <exception cref="ValueConversionException">The value cannot be written. Nothing was sent.</exception>
    public Task SendAsync(string type, long? id = null, string? key = null, object? value = null)
    {
        ArrayBufferWriter<byte> frame = Encode(type, id, key, value);
        Task sent;
        lock (_gate)
        {
            if (_isClosed)
            {
                return Task.FromCanceled(new CancellationToken(canceled: true));
            }

            if (_next.WrittenCount > 0)
            {
                _next.Write(format.Separator.Span);
            }

            _next.Write(frame.WrittenSpan);
            _nextSent ??= NewSource();
            sent = _nextSent.Task;
            if (_idle is not null)
            {
                return sent; // The message that is being sent is followed by this frame.
            }

            _idle = NewSource();
        }

        _ = SendAllAsync();
        return sent;
    }

    /// <summary>Sends the close frame, after all frames. A client that does not take those is cut off.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        Task idle;
        lock (_gate)
        {
            _isClosed = true;
            idle = _idle?.Task ?? Task.CompletedTask;
        }

        try
        {
            await idle.WaitAsync(CloseTimeout, CancellationToken.None).ConfigureAwait(false);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(CloseTimeout);
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or TimeoutException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
        }
    }

    private ArrayBufferWriter<byte> Encode(string type, long? id, string? key, object? value)
    {
        ArrayBufferWriter<byte> frame = _scratch is { Capacity: <= KeptSize } kept ? kept : _scratch = new ArrayBufferWriter<byte>();
        frame.ResetWrittenCount();
        format.Write(frame, type, id, key, value);
        return frame;
    }

    private async Task SendAllAsync()
    {
        while (TakeBatch(out ArrayBufferWriter<byte> batch, out TaskCompletionSource sent))
        {
            try
            {
                await socket.SendAsync(batch.WrittenMemory, format.MessageType, endOfMessage: true, ended).ConfigureAwait(false);
                sent.SetResult();
            }
            catch (Exception gone)
            {
                sent.SetException(gone);
                Fail(gone);
                return;
            }

            batch.ResetWrittenCount();
            _spare = batch.Capacity <= KeptSize ? batch : null; // Only this loop uses it.
        }
    }

    /// <summary>Takes the frames that have come. Returns false, and lets the next frame start again, if there are none.</summary>
    private bool TakeBatch(out ArrayBufferWriter<byte> batch, out TaskCompletionSource sent)
    {
        lock (_gate)
        {
            batch = _next;
            sent = _nextSent!;
            if (batch.WrittenCount == 0)
            {
                _idle!.SetResult();
                _idle = null;
                return false;
            }

            _next = _spare ?? new ArrayBufferWriter<byte>();
            _spare = null;
            _nextSent = null;
            return true;
        }
    }

    private void Fail(Exception gone)
    {
        lock (_gate)
        {
            _isClosed = true;
            _nextSent?.SetException(gone);
            _idle!.SetResult();
            _idle = null;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
