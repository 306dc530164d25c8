using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport;

/// <summary>The one-way behaviour by our own peer, and what only this one does.</summary>
public abstract class OneWayZmtpTests : OneWayBehaviour
{
    private const int Weight = 10_000;
    private const int FitInTheConnection = 15;

    [Fact]
    public async Task A_subscriber_that_does_not_read_costs_the_others_nothing_and_each_drop_is_told()
    {
        await using Started publisher = Start(SocketRole.Publish, highWaterMark: 10);
        await using Started slow = Start(SocketRole.Subscribe);
        await using Started quick = Start(SocketRole.Subscribe);
        string endpoint = publisher.Transport.Bind(NewEndpoint());
        quick.Transport.Connect(endpoint);
        await Transports.UntilAsync(() => publisher.Transport.IsConnected == true);
        slow.Transport.Connect(endpoint);

        // What the quick one gets is taken one by one, so that it is never behind.
        while (slow.Sink.MessagesWaiting == 0)
        {
            publisher.Send("hello");
            await quick.Sink.NextAsync();
        }

        slow.Transport.SetReceiving(false);
        Task<DropReason> dropped = publisher.Sink.NextDroppedAsync();
        while (!dropped.IsCompleted)
        {
            publisher.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Weight]));
            await quick.Sink.NextAsync();
        }

        Assert.Equal(DropReason.SubscriberFull, await dropped);
        Assert.True(publisher.Transport.HasRoom(PeerRoute.None));
        slow.Transport.SetReceiving(true);
        while ((await slow.Sink.NextAsync()).Body.Length != Weight)
        {
        }
    }

    [Fact]
    public async Task Messages_that_came_together_are_held_back_from_the_one_that_ends_the_receiving()
    {
        const int Many = 500;
        await using Started puller = Start(SocketRole.Pull);
        await using Started pusher = Start(SocketRole.Push);
        pusher.Transport.Connect(puller.Transport.Bind(NewEndpoint()));
        puller.Sink.OnEach = _ => puller.Transport.SetReceiving(false);
        for (int i = 0; i < Many; i++)
        {
            pusher.Send($"{i}");
        }

        for (int i = 0; i < Many; i++)
        {
            Assert.Equal($"{i}", (await puller.Sink.NextAsync()).Text());
            Assert.Equal(0, puller.Sink.MessagesWaiting);
            puller.Transport.SetReceiving(true);
        }
    }

    [Fact]
    public async Task What_a_pusher_sent_before_it_went_is_delivered_when_receiving_goes_on()
    {
        await using Started puller = Start(SocketRole.Pull);
        puller.Transport.SetReceiving(false);
        Started pusher = Start(SocketRole.Push);
        pusher.Transport.Connect(puller.Transport.Bind(NewEndpoint()));
        var last = new TestOrigin();
        for (int i = 1; i <= FitInTheConnection; i++)
        {
            pusher.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Weight], i == FitInTheConnection ? last : null));
        }

        await last.Sent;
        await pusher.DisposeAsync();
        puller.Transport.SetReceiving(true);

        for (int i = 0; i < FitInTheConnection; i++)
        {
            Assert.Equal(Weight, (await puller.Sink.NextAsync()).Body.Length);
        }

        await puller.Sink.NextGoneAsync();
        Assert.False(puller.Transport.IsConnected);
    }

    [Fact]
    public async Task A_receiver_that_is_not_started_notices_that_its_peer_went()
    {
        await using Started puller = Start(SocketRole.Pull);
        puller.Transport.SetReceiving(false);
        Started pusher = Start(SocketRole.Push);
        pusher.Transport.Connect(puller.Transport.Bind(NewEndpoint()));
        await Transports.UntilAsync(() => puller.Transport.IsConnected == true);

        await pusher.DisposeAsync();

        await Transports.UntilAsync(() => puller.Transport.IsConnected == false);
    }

    [Fact]
    public async Task A_puller_that_does_not_read_is_passed_over()
    {
        const int Many = 3000; // Several times what a connection holds.
        await using Started pusher = Start(SocketRole.Push, highWaterMark: 5);
        await using Started deaf = Start(SocketRole.Pull);
        await using Started awake = Start(SocketRole.Pull);
        deaf.Transport.SetReceiving(false);
        string endpoint = pusher.Transport.Bind(NewEndpoint());
        deaf.Transport.Connect(endpoint);
        awake.Transport.Connect(endpoint);
        await Transports.UntilAsync(() => pusher.Transport.PeerCount == 2);

        var last = new TestOrigin();
        for (int i = 1; i <= Many; i++)
        {
            pusher.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Weight], i == Many ? last : null));
        }

        await last.Sent;
        for (int i = 0; i < Many / 2; i++)
        {
            await awake.Sink.NextAsync();
        }
    }

    private protected override Started Start(SocketRole role, int highWaterMark = 1000) =>
        Transports.StartZmtp(role, highWaterMark: highWaterMark, loops: Loops);

    private protected virtual IoLoops? Loops => null;
}
