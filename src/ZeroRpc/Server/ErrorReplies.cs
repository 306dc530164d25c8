using MessagePack;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Server;

/// <summary>
/// Replies to calls with an error (docs/protocol.md, section 6): the exception of a handler, or the reason for a refusal. No method throws
/// an exception: an error that cannot be sent is logged, and its channel ends. Thread-safe.
/// </summary>
/// <param name="serverName">The name of the server, for messages.</param>
/// <param name="sendTracebacks">Whether an error is sent with the stack trace of the handler.</param>
/// <param name="codec">Encodes values.</param>
/// <param name="logger">Logs failures.</param>
internal sealed class ErrorReplies(string serverName, bool sendTracebacks, ValueCodec codec, ILogger logger)
{
    private volatile bool _isStopping;

    /// <summary>
    /// Whether the server is stopping. From then on, a handler that ends with its cancelled token is answered with Unavailable instead of
    /// its exception.
    /// </summary>
    public bool IsStopping => _isStopping;

    /// <summary>Marks the server as stopping.</summary>
    public void OnStopping() => _isStopping = true;

    /// <summary>Refuses a call that was not started.</summary>
    public void Refuse(Channel channel, int version, RemoteException refusal) => _ = SendAsync(channel, version, refusal);

    /// <summary>Replies with the exception of a handler, and logs it.</summary>
    public async ValueTask SendFailureAsync(
        Channel channel, int version, string method, Exception error, ObservedCall? observed, IReadOnlyDictionary<string, object?>? headers = null)
    {
        Exception answer = AnswerTo(method, error);
        observed?.Fail(answer);
        await SendAsync(channel, version, answer, headers).ConfigureAwait(false);
        logger.MethodFailed(channel.Route, method, error);
    }

    /// <summary>Replies with an error without changes.</summary>
    public async Task SendAsync(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        try
        {
            await channel.ReserveAsync(CancellationToken.None).ConfigureAwait(false);
            SendErrorOrItsName(channel, version, error, headers);
        }
        catch (Exception e)
        {
            // No other reply is possible. The caller loses the call because its heartbeats stop.
            if (channel.Close(ChannelEnd.Abandoned))
            {
                logger.ErrorNotSent(channel.Route, e);
            }
        }
    }

    /// <summary>Tells a caller why its call was ended: one of its events broke the protocol.</summary>
    public void SendFault(Channel channel, int version, string method, EventFault fault)
    {
        try
        {
            EventBuffer buffer = channel.BeginEvent(EventNames.Error);
            WriteArgs(buffer, version, new RemoteException(fault.ErrorName, $"'{method}' was ended: {fault.Reason}"));
            channel.SendFault(buffer);
        }
        catch (Exception e)
        {
            logger.ErrorNotSent(channel.Route, e);
        }
    }

    /// <summary>Creates the event that replies with the exception of a handler, for hooks to see before it is sent.</summary>
    public ZeroRpcEvent ToEvent(int version, string method, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        EventBuffer buffer = EventBuffer.Rent();
        WriteArgs(buffer, version, AnswerTo(method, error));
        return new ZeroRpcEvent("ERR", buffer.Detach(), headers, codec);
    }

    private Exception AnswerTo(string method, Exception error) => _isStopping && error is OperationCanceledException
        ? new RemoteException(RefusalNames.Unavailable, $"the server '{serverName}' stopped before '{method}' had completed")
        : error;

    /// <summary>Sends an error. If it is too large, or its message cannot be read, sends only its name.</summary>
    private void SendErrorOrItsName(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        try
        {
            Send(channel, version, error, headers);
        }
        catch (Exception e)
        {
            string name = error is RemoteException remote ? remote.Name : error.GetType().Name;
            Send(channel, version, new RemoteException(name, $"The error itself could not be sent: {ErrorText.MessageOf(e)}", traceback: ""));
        }
    }

    private void Send(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        EventBuffer buffer = channel.BeginEvent(EventNames.Error, headers);
        WriteArgs(buffer, version, error);
        channel.SendLast(buffer);
    }

    /// <summary>
    /// Writes exactly name, message and traceback, because Node ignores an error of any other length; for a v1 peer, writes one string. A
    /// <see cref="RemoteException"/> keeps its name, message and traceback.
    /// </summary>
    private void WriteArgs(EventBuffer buffer, int version, Exception error)
    {
        (string name, string? message, string? traceback) = error switch
        {
            RemoteException remote => (remote.Name, remote.RemoteMessage, remote.Traceback ?? ErrorText.TextOf(remote)),
            _ => (error.GetType().Name, ErrorText.MessageOf(error), ErrorText.TextOf(error)),
        };
        var writer = new MessagePackWriter(buffer);
        if (version < 2)
        {
            writer.WriteArrayHeader(1);
            writer.Write($"{name}('{message}')");
        }
        else
        {
            writer.WriteArrayHeader(3);
            writer.Write(name);
            writer.Write(message);
            writer.Write(sendTracebacks ? traceback : null);
        }

        writer.Flush();
    }
}
