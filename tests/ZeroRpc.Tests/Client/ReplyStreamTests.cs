using MessagePack;
using ZeroRpc.Channels;
using ZeroRpc.Client;
using ZeroRpc.Events;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Channels;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Client;

/// <summary>A stream's items on their way from the channel to the reader.</summary>
[Collection(nameof(Alone))]
public class ReplyStreamTests : ChannelTestBase
{
    [Fact]
    public async Task A_blocking_reader_is_woken_without_a_pool_thread()
    {
        ChannelMultiplexer client = NewClient();
        var feeder = new Feeder();
        Channel channel = client.Open(feeder, 100);
        feeder.Stream = new ReplyStream(channel, new CallSettings("count", "here", null, null, 100, null), budget: null, blocks: true);
        byte[] id = MessagePackSerializer.Deserialize<byte[]>(
            channel.Id.Token.ToArray(), cancellationToken: TestContext.Current.CancellationToken);

        await Task.Factory.StartNew(
            () =>
            {
                using var pool = new BlockedThreadPool();
                using IEnumerator<int> items = feeder.Stream.Read<int>(client.Options.Codec, CancellationToken.None).GetEnumerator();
                for (int i = 0; i < 3; i++)
                {
                    new Thread(number => Transport.Deliver(PeerRoute.None, WireEvent.InChannel(id, "STREAM", number))).Start(i);
                    Assert.True(items.MoveNext());
                    Assert.Equal(i, items.Current);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).OrHang();
    }

    private sealed class Feeder : IChannelListener
    {
        public ReplyStream? Stream { get; set; }

        public void OnEvent(in IncomingEvent received) => Stream!.Add(received);

        public void OnEnded(ChannelEnd end, EventFault? fault) => Stream!.Fail(new InvalidOperationException(end.ToString()));

        public void OnSent()
        {
        }
    }
}
