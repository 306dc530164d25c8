using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Tests.Support;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>A multiplexer over a transport that the test plays, with the test's clock and an interval of one second.</summary>
public abstract class ChannelTestBase
{
    private protected static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private protected static readonly PeerRoute Peer = new([1, 2, 3]);
    private protected static readonly PeerRoute Other = new([4, 5, 6]);

    private protected FakeTimeProvider Time { get; } = new();

    private protected RecordingTransport Transport { get; } = new();

    private protected FakeLogger Logger { get; } = new();

    private protected RecordingListener Listener { get; } = new();

    private protected RecordingAcceptor Acceptor { get; } = new();

    private protected ChannelMultiplexer NewClient(bool passive = false, TimeSpan? heartbeat = null, int window = 100) =>
        new(Transport, Options(passive, heartbeat, window), null, Logger);

    private protected ChannelMultiplexer NewServer(int maxChannels = 100) =>
        new(Transport, Options(false, null, 100) with { MaxChannelsPerPeer = maxChannels }, Acceptor, Logger);

    private protected Channel OpenChannel(ChannelMultiplexer client, int? window = 100)
    {
        Channel channel = client.Open(Listener, window);
        EventBuffer request = EventWriter.BeginRequest(channel.Id, "method", null, client.Options.Codec);
        request.Append([0x90]);
        channel.SendRequest(request);
        return channel;
    }

    /// <summary>Bytes that are no event, for a transport that does not read them.</summary>
    private protected static EventBuffer EventOf(int length)
    {
        EventBuffer buffer = EventBuffer.Rent();
        buffer.Append(new byte[length]);
        return buffer;
    }

    private protected byte[] LastRequestId => WireEvent.Decode(Transport.Sent[0].Body).MessageId;

    /// <summary>[{"message_id": id, "v": 3}, "m", []], the id a msgpack token in hexadecimal.</summary>
    private protected static byte[] Request(string id) => Convert.FromHexString("9382aa6d6573736167655f6964" + id + "a17603a16d90");

    private protected static int TakeAll(Channel channel)
    {
        int count = 0;
        while (channel.TryReserve())
        {
            count++;
        }

        return count;
    }

    private protected Channel AcceptChannel(int version = 3)
    {
        NewServer();
        Transport.Deliver(Peer, new WireEvent(new() { ["message_id"] = "id", ["v"] = version }, "method", Array.Empty<object>()));
        return Acceptor.Accepted.Single();
    }

    private protected void DeliverToServer(string name, object? args) => Transport.Deliver(Peer, WireEvent.InChannel("id", name, args));

    private protected void DeliverToClient(string name, object? args, int version = 3) =>
        Transport.Deliver(PeerRoute.None, WireEvent.InChannel(LastRequestId, name, args, version));

    private protected ChannelOptions Options(bool passive, TimeSpan? heartbeat, int window) => new(
        heartbeat == Timeout.InfiniteTimeSpan ? null : heartbeat ?? Interval,
        passive,
        window,
        MaxMessageSize: 1000,
        MaxDepth: 100,
        MaxChannelsPerPeer: 100,
        new ValueCodec(new ValueOptions()),
        DeadlineClock.For(Time));

    private protected sealed class RecordingListener : IChannelListener
    {
        public List<EventKind> Events { get; } = [];

        public ChannelEnd? End { get; private set; }

        public EventFault? Fault { get; private set; }

        public void OnEvent(in IncomingEvent received) => Events.Add(received.Kind);

        public void OnEnded(ChannelEnd end, EventFault? fault) => (End, Fault) = (end, fault);

        public void OnSent()
        {
        }
    }

    private protected sealed class RecordingAcceptor : IChannelAcceptor
    {
        public List<Channel> Accepted { get; } = [];

        public IncomingEvent Last { get; private set; }

        public List<string> Names { get; } = [];

        public List<Channel> Refused { get; } = [];

        public IChannelListener? Listener { get; set; }

        public void OnRequest(Channel channel, in IncomingEvent request)
        {
            channel.Attach(Listener ?? new RecordingListener());
            Accepted.Add(channel);
            Names.Add(request.NameText);
            Last = request;
        }

        public void OnTooManyChannels(Channel channel, in IncomingEvent request) => Refused.Add(channel);
    }
}
