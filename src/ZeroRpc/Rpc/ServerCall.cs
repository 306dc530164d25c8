using System.Globalization;
using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Rpc.Binding;

namespace ZeroRpc.Rpc;

/// <summary>
/// One call from the server's side: runs the method and sends its outcome, a value, a stream or an error (docs/protocol.md, section 6).
/// </summary>
internal sealed class ServerCall : IChannelListener, IReplyWriter
{
    private readonly RequestDispatcher _dispatcher;
    private readonly Channel _channel;
    private readonly ServiceMethod _method;
    private readonly ReadOnlyMemory<byte> _args;
    private readonly CallContext _context;

    public ServerCall(RequestDispatcher dispatcher, Channel channel, ServiceMethod method, in IncomingEvent request)
    {
        _dispatcher = dispatcher;
        _channel = channel;
        _method = method;
        _args = request.Args;
        Version = request.Header.Version ?? 0;
        _context = new CallContext(method.Name, request.RawHeader, channel.Route, dispatcher.Codec) 
        {
            Deadline = dispatcher.DeadlineOf(request),
            Clock = dispatcher.Clock,
        };
    }

    /// <summary>The caller's protocol version.</summary>
    public int Version { get; }

    /// <summary>Whether the channel has ended, so that nobody waits for the outcome.</summary>
    public bool IsOver => _channel.IsEnded;

    /// <summary>Runs the method. Called once, on a thread that user code may hold.</summary>
    public void Run()
    {
        ValueTask running;
        try
        {
            running = IsOver || RefuseIfExpired() ? default : _method.InvokeAsync(_args, _context, this);
        }
        catch (Exception e)
        {
            running = ValueTask.FromException(e);
        }

        if (running.IsCompletedSuccessfully)
        {
            running.GetAwaiter().GetResult();
            _dispatcher.OnCallEnded(this);
        }
        else
        {
            _ = CompleteAsync(running);
        }
    }

    /// <summary>Fires the handler's token.</summary>
    public void Cancel() => _ = _context.CancelAsync();

    /// <summary>Answers with an error before or instead of the method.</summary>
    public void Refuse(string name, string message) => _dispatcher.Refuse(_channel, Version, name, message);

    /// <summary>The caller may have gone while the request was under way or waited for its turn.</summary>
    private bool RefuseIfExpired()
    {
        if (_context.Deadline is not { } deadline || deadline > _dispatcher.Clock!.UtcNow)
        {
            return false;
        }

        _dispatcher.LogExpired(_method.Name, _channel.Route);
        Refuse(
            AddedNames.Expired,
            string.Create(CultureInfo.InvariantCulture, $"its caller had stopped waiting at {deadline:HH:mm:ss.fff} UTC by the server's clock"));
        return true;
    }

    /// <inheritdoc/>
    ValueTask IReplyWriter.ReplyAsync<T>(T value)
    {
        if (!_channel.TryReserve())
        {
            return ReplySlowlyAsync(value);
        }

        SendOk(value);
        return default;
    }

    /// <inheritdoc/>
    async ValueTask IReplyWriter.StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!_channel.TryReserve() && !await ReserveSlowlyAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            SendReserved(EventNames.Stream, item, inArray: false);
        }

        await _channel.ReserveAsync(cancellationToken).ConfigureAwait(false);
        SendReserved<object?>(EventNames.StreamDone, null, inArray: false);
        _channel.Close(ChannelEnd.Done);
    }

    /// <inheritdoc/>
    void IChannelListener.OnEvent(in IncomingEvent received) =>
        _dispatcher.LogUnexpected(received); // It stays unread in the window, so that a peer which goes on with it is cut off.

    /// <inheritdoc/>
    void IChannelListener.OnEnded(ChannelEnd end)
    {
        _dispatcher.LogLost(_method.Name, _channel.Route, end);
        Cancel();
    }

    /// <inheritdoc/>
    void IChannelListener.OnSent()
    {
    }

    private async Task CompleteAsync(ValueTask running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e) when (!_channel.IsEnded)
        {
            await _dispatcher.AnswerFailureAsync(_channel, Version, _method.Name, e).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Nobody waits for the outcome any more, which is why most of these are cancellations.
        }
        finally
        {
            _dispatcher.OnCallEnded(this);
        }
    }

    /// <summary>Waits for room; false when nobody wants the items any more, and the handler's token has told it so.</summary>
    private async ValueTask<bool> ReserveSlowlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _channel.ReserveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_channel.IsEnded)
        {
        }

        if (!_channel.IsEnded)
        {
            return true;
        }

        await _context.CancelAsync().ConfigureAwait(false);
        return false;
    }

    private async ValueTask ReplySlowlyAsync<T>(T value)
    {
        await _channel.ReserveAsync(_context.CancellationToken).ConfigureAwait(false);
        SendOk(value);
    }

    private void SendOk<T>(T value)
    {
        SendReserved(EventNames.Ok, value, inArray: true);
        _channel.Close(ChannelEnd.Done);
    }

    private void SendReserved<T>(ReadOnlySpan<byte> name, T value, bool inArray)
    {
        try
        {
            EventBuffer buffer = _channel.BeginEvent(name);
            var writer = new MessagePackWriter(buffer);
            if (inArray)
            {
                writer.WriteArrayHeader(1);
            }

            _dispatcher.Codec.Write(ref writer, value);
            writer.Flush();
            _channel.Send(buffer.Detach());
        }
        catch
        {
            _channel.PutBack(); // The error takes the room.
            throw;
        }
    }
}
