using Microsoft.Extensions.Logging;
using ZeroRpc.Channels;
using ZeroRpc.Transport;

namespace ZeroRpc.Rpc;

/// <summary>One transport and the channels over it, with the endpoints it was given.</summary>
internal sealed class Link : IAsyncDisposable
{
    public Link(TransportScheme scheme, ITransport transport, ChannelOptions options, IChannelAcceptor? acceptor, ILogger logger)
    {
        Scheme = scheme;
        Transport = transport;
        Channels = new ChannelMultiplexer(transport, options, acceptor, logger);
    }

    /// <summary>The kind of transport.</summary>
    public TransportScheme Scheme { get; }

    /// <summary>What carries the events.</summary>
    public ITransport Transport { get; }

    /// <summary>The channels.</summary>
    public ChannelMultiplexer Channels { get; }

    /// <summary>The endpoints that the link was told to bind or connect, for messages.</summary>
    public string Endpoints { get; private set; } = "";

    /// <summary>Notes an endpoint.</summary>
    public void AddEndpoint(string endpoint) => Endpoints = Endpoints.Length == 0 ? endpoint : $"{Endpoints}, {endpoint}";

    /// <summary>Ends all channels, then the transport.</summary>
    public ValueTask DisposeAsync()
    {
        Channels.EndAll(ChannelEnd.Disposed);
        return Transport.DisposeAsync();
    }
}
