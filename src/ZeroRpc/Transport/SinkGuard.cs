using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport;

/// <summary>Wraps a sink and the origins of messages. Their exceptions are logged and do not end the transport.</summary>
internal sealed class SinkGuard(ITransportSink sink, ILogger logger) : ITransportSink
{
    /// <inheritdoc/>
    public void OnMessage(in IncomingMessage message)
    {
        logger.Received(message);
        try
        {
            sink.OnMessage(message);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnMalformed(PeerRoute route, string reason)
    {
        try
        {
            sink.OnMalformed(route, reason);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnTooLarge(in IncomingMessage beginning, long size, int limit)
    {
        try
        {
            sink.OnTooLarge(beginning, size, limit);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnPeerCame(PeerRoute route)
    {
        try
        {
            sink.OnPeerCame(route);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnPeerGone(PeerRoute route)
    {
        Log.PeerGone(logger, route.ToString());
        try
        {
            sink.OnPeerGone(route);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnRefused(string endpoint, string reason)
    {
        try
        {
            sink.OnRefused(endpoint, reason);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnConnectionChanged()
    {
        try
        {
            sink.OnConnectionChanged();
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <inheritdoc/>
    public void OnDropped(DropReason reason)
    {
        try
        {
            sink.OnDropped(reason);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }

    /// <summary>Notifies the origin of a message that it was sent.</summary>
    public void OnSent(IMessageOrigin? origin, PeerRoute route)
    {
        try
        {
            origin?.OnSent(route);
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(logger, exception);
        }
    }
}
