using MessagePack;
using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Hooks;

namespace ZeroRpc.Server;

/// <summary>
/// Answers calls with an error (docs/protocol.md, section 6): what a handler threw, or why a call was refused. Nothing here throws: an error
/// that cannot be sent is logged, and its channel ends. Thread-safe.
/// </summary>
/// <param name="serverName">The server's name, for messages.</param>
/// <param name="sendTracebacks">Whether an error carries the handler's stack trace.</param>
/// <param name="codec">How values travel.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed class ErrorReplies(string serverName, bool sendTracebacks, ValueCodec codec, ILogger logger)
{
    private volatile bool _isStopping;

    /// <summary>Whether the server stops. A handler that ends with its token from then on is answered as unavailable, not as failed.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>The server begins to stop.</summary>
    public void OnStopping() => _isStopping = true;

    /// <summary>Refuses a call that was not started.</summary>
    public void Refuse(Channel channel, int version, RemoteException refusal) => _ = SendAsync(channel, version, refusal);

    /// <summary>Answers with what a handler threw, and logs it.</summary>
    public async ValueTask SendFailureAsync(
        Channel channel, int version, string method, Exception error, ObservedCall? observed, IReadOnlyDictionary<string, object?>? headers = null)
    {
        Exception answer = AnswerTo(method, error);
        observed?.Fail(answer);
        await SendAsync(channel, version, answer, headers).ConfigureAwait(false);
        logger.MethodFailed(channel.Route, method, error);
    }

    /// <summary>Answers with an error as it is.</summary>
    public async Task SendAsync(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        try
        {
            await channel.ReserveAsync(CancellationToken.None).ConfigureAwait(false);
            SendErrorOrItsName(channel, version, error, headers);
        }
        catch (Exception e)
        {
            // No other answer is left. The caller misses our heartbeats and loses the call.
            if (channel.Close(ChannelEnd.Abandoned))
            {
                logger.ErrorNotSent(channel.Route, e);
            }
        }
    }

    /// <summary>The event that answers what a handler threw, as hooks see it before it is sent.</summary>
    public ZeroRpcEvent ToEvent(int version, string method, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        EventBuffer buffer = EventBuffer.Rent();
        WriteArgs(buffer, version, AnswerTo(method, error));
        return new ZeroRpcEvent("ERR", buffer.Detach(), headers, codec);
    }

    private Exception AnswerTo(string method, Exception error) => _isStopping && error is OperationCanceledException
        ? new RemoteException(RefusalNames.Unavailable, $"the server '{serverName}' stopped before '{method}' had finished")
        : error;

    /// <summary>An error that is too large, or whose message cannot be read, is sent by its name alone.</summary>
    private void SendErrorOrItsName(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers)
    {
        try
        {
            Send(channel, version, error, headers);
        }
        catch (Exception e)
        {
            string name = error is RemoteException remote ? remote.Name : error.GetType().Name;
            Send(channel, version, new RemoteException(name, $"The error itself could not be sent: {e.Message}", traceback: ""));
        }
    }

    private void Send(Channel channel, int version, Exception error, IReadOnlyDictionary<string, object?>? headers = null)
    {
        EventBuffer buffer = channel.BeginEvent(EventNames.Error, headers);
        WriteArgs(buffer, version, error);
        channel.SendLast(buffer);
    }

    /// <summary>
    /// Writes exactly name, message and traceback, since Node ignores an error of any other length; for a v1 peer one string. A
    /// <see cref="RemoteException"/> keeps the name, message and traceback that it was given.
    /// </summary>
    private void WriteArgs(EventBuffer buffer, int version, Exception error)
    {
        (string name, string? message, string? traceback) = error switch
        {
            RemoteException remote => (remote.Name, remote.RemoteMessage, remote.Traceback ?? remote.ToString()),
            _ => (error.GetType().Name, error.Message, error.ToString()),
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
