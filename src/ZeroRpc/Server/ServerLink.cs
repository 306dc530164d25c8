using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Server;

/// <summary>One transport of a server and its channels.</summary>
internal sealed class ServerLink : IAsyncDisposable
{
    public ServerLink(ITransport transport, ChannelOptions options, IChannelAcceptor acceptor, ILogger logger)
    {
        Transport = transport;
        Channels = new ChannelMultiplexer(transport, options, acceptor, logger);
        Metrics.Watch(Channels);
    }

    /// <summary>The transport that carries the events.</summary>
    public ITransport Transport { get; }

    /// <summary>The channels of the transport.</summary>
    public ChannelMultiplexer Channels { get; }

    /// <summary>Ends all channels, then closes the transport.</summary>
    public ValueTask DisposeAsync()
    {
        Channels.EndAll(ChannelEnd.Disposed);
        return Transport.DisposeAsync();
    }
}
