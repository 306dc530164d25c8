using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using ZeroRpc.Gateway.Calls;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>
/// One WebSocket: its calls and streams. Frames are read and authorized one after the other, since the HTTP context of the handshake is for one
/// user at a time; calls then run at once.
/// </summary>
internal sealed class WebSocketSession : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly FrameFormat _format;
    private readonly SessionServices _services;
    private readonly SessionCalls _calls = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly FrameSender _sender;
    private readonly SignInTimer _signIn;
    private readonly MessageRate _rate;
    private volatile bool _isClosing;

    public WebSocketSession(HttpContext context, WebSocket socket, FrameFormat format, SessionServices services)
    {
        (_context, _socket, _format, _services) = (context, socket, format, services);
        User = context.User;
        _sender = new FrameSender(socket, format, _ended.Token);
        _rate = new MessageRate(Options.WebSockets.MaxMessagesPerSecond, services.Time);
        _signIn = new SignInTimer(services.Time, () => _ = CloseAsync(CloseCodes.SignInEnded, "The sign-in has ended."));
    }

    /// <summary>The user who was signed in when the WebSocket was opened.</summary>
    public ClaimsPrincipal User { get; }

    private ZeroRpcGatewayOptions Options => _services.Options.Value;

    /// <summary>Serves the WebSocket to its end, and to the end of all its calls.</summary>
    public async Task RunAsync()
    {
        string? address = _context.Connection.RemoteIpAddress?.ToString();
        _services.Logger.WebSocketOpened(address, _format.Protocol);
        _signIn.EndAt(SignInTimer.EndOf(_context));
        string reason = "the client has closed it";
        try
        {
            await ReceiveAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            reason = gone.Message;
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await _calls.EndAllAsync().ConfigureAwait(false);
            _services.Logger.WebSocketClosed(address, reason);
        }
    }

    /// <summary>Closes the WebSocket. A client that does not close its side soon is cut off.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        _isClosing = true;
        await _sender.CloseAsync(code, reason).ConfigureAwait(false);
        try
        {
            _ended.CancelAfter(CloseTimeout);
        }
        catch (ObjectDisposedException)
        {
            // The session has ended meanwhile.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signIn.Dispose();
        _ended.Dispose();
    }

    private async Task ReceiveAsync()
    {
        using var message = new SocketMessage(_socket, Options.MaxRequestSize);
        while (true)
        {
            switch (await message.ReceiveAsync(_ended.Token).ConfigureAwait(false))
            {
                case SocketMessage.Outcome.Closed:
                    await _sender.CloseAsync(CloseCodes.Normal, "").ConfigureAwait(false);
                    return;
                case var _ when _isClosing:
                    break; // The rest is read and dropped, so that the client receives the close frame.
                case SocketMessage.Outcome.TooLarge:
                    await CloseAsync(CloseCodes.TooLarge, $"A message is larger than {Options.MaxRequestSize} bytes.").ConfigureAwait(false);
                    break;
                default:
                    await TryHandleAsync(message).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>
    /// Handles the frames of a message. When the gateway closes meanwhile, frames are not sent any more, and the client's close is awaited.
    /// </summary>
    private async ValueTask TryHandleAsync(SocketMessage message)
    {
        try
        {
            await HandleAsync(message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_isClosing && !_ended.IsCancellationRequested)
        {
            // The rest of the message is dropped.
        }
    }

    private async ValueTask HandleAsync(SocketMessage message)
    {
        if (message.Type != _format.MessageType)
        {
            await CloseAsync(CloseCodes.UnsupportedData, $"Messages of {_format.Protocol} are {_format.MessageType}.").ConfigureAwait(false);
            return;
        }

        ReadOnlyMemory<byte> left = message.Content;
        do
        {
            await _rate.WaitAsync(_ended.Token).ConfigureAwait(false);
            left = await HandleNextAsync(left).ConfigureAwait(false);
        }
        while (!left.IsEmpty && !_isClosing);
    }

    /// <summary>Handles the first frame, and returns those behind it.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> HandleNextAsync(ReadOnlyMemory<byte> frames)
    {
        long? id = null;
        try
        {
            object? value = _format.Read(ref frames, out id);
            id = ClientFrame.FindId(value);
            await HandleAsync(ClientFrame.Read(value)).ConfigureAwait(false);
        }
        catch (GatewayException refused)
        {
            await _sender.SendAsync("error", id, "error", refused.Problem.ToMap()).ConfigureAwait(false);
            if (id is null)
            {
                await CloseAsync(CloseCodes.InvalidPayload, "A message is no frame.").ConfigureAwait(false);
            }
        }

        return frames;
    }

    private async ValueTask HandleAsync(ClientFrame frame)
    {
        switch (frame.Type)
        {
            case ClientFrameType.Call:
                await StartAsync(frame).ConfigureAwait(false);
                break;
            case ClientFrameType.Cancel:
                _calls.Find(frame.Id)?.Cancel();
                break;
            case ClientFrameType.Credit when _calls.Find(frame.Id)?.TryGrant(frame.Credits) == false:
                await CloseAsync(CloseCodes.PolicyViolation, $"A stream has more than {ClientFrame.MaxCredits} credits.").ConfigureAwait(false);
                break;
            case ClientFrameType.Ping:
                await _sender.SendAsync("pong").ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Refuses a call, or lets it run beside the others.</summary>
    private async ValueTask StartAsync(ClientFrame frame)
    {
        if (_calls.Count >= Options.WebSockets.MaxCalls)
        {
            throw new GatewayException(
                StatusCodes.Status429TooManyRequests, "TooManyCalls", $"The WebSocket has {Options.WebSockets.MaxCalls} calls, its limit.");
        }

        DateTimeOffset? signInEnd = await AuthorizeAsync(frame).ConfigureAwait(false);
        _signIn.EndAt(signInEnd);
        var request = new CallRequest(frame.Service, frame.Method, frame.Arguments)
        {
            IsJson = _format.MessageType == WebSocketMessageType.Text,
            Timeout = frame.Timeout,
            Headers = _services.Headers.Of(_context.User, frame.Headers),
        };
        var call = new SessionCall(frame.Id, frame.Credits, _ended.Token);
        if (_calls.TryAdd(call))
        {
            _ = RunAsync(call, request);
        }
        else
        {
            call.Dispose();
            await CloseAsync(CloseCodes.PolicyViolation, $"The id {frame.Id} is in use.").ConfigureAwait(false);
        }
    }

    private async ValueTask<DateTimeOffset?> AuthorizeAsync(ClientFrame frame)
    {
        try
        {
            return await _services.Authorizer.AuthorizeAsync(_context, frame.Service, frame.Method).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not GatewayException)
        {
            throw new GatewayException(_services.Problems.Explain(failure, frame.Method), failure); // A handler of the application failed.
        }
    }

    private async Task RunAsync(SessionCall call, CallRequest request)
    {
        using var deadline = new Deadline(_services.Calls.Limit(request.Timeout), _services.Time, call.Token);
        try
        {
            await AnswerAsync(call, request, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_ended.IsCancellationRequested)
        {
            _calls.Remove(call);
            await FailAsync(call.Id, _services.Problems.Explain(deadline.Explain(failure), request.Method)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The WebSocket has ended, and nobody waits for this call.
        }
        finally
        {
            _calls.Remove(call);
            call.Dispose();
            _calls.End();
        }
    }

    private async Task AnswerAsync(SessionCall call, CallRequest request, CancellationToken cancellationToken)
    {
        ZeroRpcReply reply = await _services.Calls.StartAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            if (!reply.IsStream)
            {
                object? result = reply.ReadValue<object?>();
                _calls.Remove(call);
                await _sender.SendAsync("result", call.Id, "value", result).ConfigureAwait(false);
                return;
            }

            await foreach (object? item in reply.ReadItemsAsync<object?>().ConfigureAwait(false))
            {
                await call.TakeCreditAsync(cancellationToken).ConfigureAwait(false);
                await _sender.SendAsync("item", call.Id, "value", item).ConfigureAwait(false);
            }

            _calls.Remove(call);
            await _sender.SendAsync("done", call.Id).ConfigureAwait(false);
        }
    }

    private async ValueTask FailAsync(long id, GatewayProblem problem)
    {
        try
        {
            await _sender.SendAsync("error", id, "error", problem.ToMap()).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }
}
