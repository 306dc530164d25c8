using ZeroRpc.Channels;
using ZeroRpc.Client;
using ZeroRpc.Client.Links;
using ZeroRpc.Events;
using ZeroRpc.Server;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Channels;

/// <summary>A channel that ends at the very moment at which its user comes to it: the user is always told.</summary>
[Collection(nameof(Alone))]
public sealed class ListenerRaceTests : ChannelTestBase
{
    private static readonly int Rounds = LongRun.Of(10_000, 1_000_000);

    [Fact]
    public void A_caller_that_leaves_while_the_server_starts_is_told_to_the_handler() => Race.Run(Rounds, () =>
    {
        var transport = new RecordingTransport();
        var late = new LateAcceptor(limit: 1);
        _ = new ChannelMultiplexer(transport, Options(passive: false, heartbeat: Timeout.InfiniteTimeSpan, window: 100), late, Logger);
        transport.Deliver(Peer, Request("07"));
        var acceptor = new StartingAcceptor();
        return (
            () => late.Start(acceptor),
            () => transport.PeerGone(Peer),
            () => Assert.True(!acceptor.Runs || acceptor.Listener.End == ChannelEnd.PeerGone, "The handler runs, and nobody told it."));
    });

    [Fact]
    public void A_remote_that_is_lost_while_the_first_item_comes_ends_the_stream()
    {
        var transport = new RecordingTransport();
        var link = new Link(TransportScheme.Tcp, transport, Options(passive: false, heartbeat: null, window: 100), Logger);
        var settings = new CallSettings("count", "here", null, null, 100, null);
        Race.Run(Rounds, () =>
        {
            transport.Sent.Clear();
            Task<Reply> call = ClientCall.StartAsync(link, settings, [], CancellationToken.None).AsTask();
            byte[] item = WireEvent.InChannel(WireEvent.Decode(transport.Sent[0].Body).MessageId, "STREAM", 1).Encode();
            return (
                () => transport.Deliver(PeerRoute.None, item),
                () => link.Channels.EndAll(ChannelEnd.Lost),
                () => AssertEnds(call, link.Channels.Options.Codec));
        });
    }

    private static void AssertEnds(Task<Reply> call, ZeroRpc.Events.Values.ValueCodec codec)
    {
        Task ended = ReadAsync();
        Assert.True(ended.ContinueWith(_ => { }, TaskScheduler.Default).Wait(Hang.Guard, TestContext.Current.CancellationToken), "The stream never ends.");
        Assert.IsType<LostRemoteException>(ended.Exception?.InnerException);

        async Task ReadAsync()
        {
            Reply reply = await call;
            await foreach (int _ in reply.ReadStream()!.ReadAsync<int>(codec, CancellationToken.None))
            {
            }
        }
    }

    /// <summary>As a server does: the call runs, unless its channel has ended.</summary>
    private sealed class StartingAcceptor : IChannelAcceptor
    {
        public RecordingListener Listener { get; } = new();

        public bool Runs { get; private set; }

        public void OnRequest(Channel channel, in IncomingEvent request)
        {
            channel.Attach(Listener);
            Runs = !channel.IsEnded;
        }

        public void OnTooManyChannels(Channel channel, in IncomingEvent request)
        {
        }
    }
}
