using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport;

/// <summary>What every transport does for pushers, pullers, publishers and subscribers, whatever carries it.</summary>
public abstract class OneWayBehaviour
{
    private const int Many = 20_000;

    private protected abstract Started Start(SocketRole role, int highWaterMark = 1000);

    /// <summary>An endpoint to bind, different each time.</summary>
    private protected abstract string NewEndpoint();

    /// <summary>An endpoint on which nobody listens.</summary>
    private protected abstract string FreeEndpoint();

    public static TheoryData<bool> EitherBinds => [true, false];

    [Theory]
    [MemberData(nameof(EitherBinds))]
    public async Task What_is_pushed_arrives_in_order(bool pusherBinds)
    {
        await using Started puller = Start(SocketRole.Pull);
        await using Started pusher = Start(SocketRole.Push);
        Join(pusherBinds ? pusher : puller, pusherBinds ? puller : pusher);

        pusher.Send("one");
        pusher.Send("two");

        Assert.Equal("one", (await puller.Sink.NextAsync()).Text());
        Assert.Equal("two", (await puller.Sink.NextAsync()).Text());
    }

    [Theory]
    [MemberData(nameof(EitherBinds))]
    public async Task What_is_published_to_a_subscriber_arrives(bool publisherBinds)
    {
        await using Started subscriber = Start(SocketRole.Subscribe);
        await using Started publisher = Start(SocketRole.Publish);
        Join(publisherBinds ? publisher : subscriber, publisherBinds ? subscriber : publisher);
        await ConnectedAsync(publisher);

        publisher.Send("news");

        Assert.Equal("news", (await subscriber.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task Every_subscriber_gets_what_is_published()
    {
        await using Started publisher = Start(SocketRole.Publish);
        string endpoint = publisher.Transport.Bind(NewEndpoint());
        await using Started first = Start(SocketRole.Subscribe);
        await using Started second = Start(SocketRole.Subscribe);
        first.Transport.Connect(endpoint);
        second.Transport.Connect(endpoint);

        // Only whether there is any subscriber is known, so both must be heard of.
        Task both = Task.WhenAll(first.Sink.NextAsync(), second.Sink.NextAsync());
        await Transports.UntilAsync(() =>
        {
            publisher.Send("news");
            return both.IsCompleted;
        });

        await both;
    }

    [Fact]
    public async Task What_is_published_to_nobody_is_dropped_and_told()
    {
        await using Started publisher = Start(SocketRole.Publish);
        publisher.Transport.Bind(NewEndpoint());

        publisher.Send("news");

        Assert.Equal(DropReason.NobodySubscribes, await publisher.Sink.NextDroppedAsync());
        Assert.True(publisher.Transport.HasRoom(PeerRoute.None));
    }

    [Theory]
    [InlineData(SocketRole.Push)]
    [InlineData(SocketRole.Pull)]
    [InlineData(SocketRole.Publish)]
    [InlineData(SocketRole.Subscribe)]
    internal async Task A_bound_socket_knows_whether_a_peer_is_there(SocketRole role)
    {
        await using Started bound = Start(role);
        string endpoint = bound.Transport.Bind(NewEndpoint());
        Assert.False(bound.Transport.IsConnected);

        Started peer = Start(role.Peer());
        peer.Transport.Connect(endpoint);
        await ConnectedAsync(bound);
        await peer.DisposeAsync();

        await Transports.UntilAsync(() => bound.Transport.IsConnected == false);
    }

    [Theory]
    [InlineData(SocketRole.Push)]
    [InlineData(SocketRole.Pull)]
    [InlineData(SocketRole.Publish)]
    [InlineData(SocketRole.Subscribe)]
    internal async Task A_connected_socket_knows_whether_its_peer_is_there_and_finds_the_next_one(SocketRole role)
    {
        string endpoint = FreeEndpoint();
        await using Started connected = Start(role);
        connected.Transport.Connect(endpoint);
        Assert.False(connected.Transport.IsConnected);

        Started first = Start(role.Peer());
        first.Transport.Bind(endpoint);
        await ConnectedAsync(connected);
        await first.DisposeAsync();
        await Transports.UntilAsync(() => connected.Transport.IsConnected == false);
        await using Started second = Start(role.Peer());
        second.Transport.Bind(endpoint);

        await ConnectedAsync(connected);
    }

    [Fact]
    public async Task Giving_an_endpoint_up_ends_the_connection()
    {
        await using Started puller = Start(SocketRole.Pull);
        await using Started pusher = Start(SocketRole.Push);
        string endpoint = puller.Transport.Bind(NewEndpoint());
        pusher.Transport.Connect(endpoint);
        await ConnectedAsync(pusher);

        pusher.Transport.Disconnect(endpoint);

        Assert.False(pusher.Transport.IsConnected);
        await Transports.UntilAsync(() => puller.Transport.IsConnected == false);
    }

    [Fact]
    public async Task A_push_waits_for_a_puller()
    {
        string endpoint = FreeEndpoint();
        await using Started pusher = Start(SocketRole.Push);
        pusher.Transport.Connect(endpoint);
        var early = new TestOrigin();
        pusher.Send("early", origin: early);
        Assert.False(early.IsSent);

        await using Started puller = Start(SocketRole.Pull);
        puller.Transport.Bind(endpoint);

        Assert.Equal("early", (await puller.Sink.NextAsync()).Text());
        await early.Sent;
    }

    [Fact]
    public async Task A_push_withdrawn_while_it_waits_never_arrives()
    {
        string endpoint = FreeEndpoint();
        await using Started pusher = Start(SocketRole.Push);
        pusher.Transport.Connect(endpoint);
        var withdrawn = new TestOrigin();
        pusher.Send("withdrawn", origin: withdrawn);
        pusher.Send("kept");
        withdrawn.IsWithdrawn = true;
        await using Started puller = Start(SocketRole.Pull);
        puller.Transport.Bind(endpoint);

        Assert.Equal("kept", (await puller.Sink.NextAsync()).Text());
        Assert.False(withdrawn.IsSent);
    }

    [Fact]
    public async Task Pullers_get_what_is_pushed_in_turn()
    {
        await using Started pusher = Start(SocketRole.Push);
        await using Started first = Start(SocketRole.Pull);
        await using Started second = Start(SocketRole.Pull);
        pusher.Transport.Connect(first.Transport.Bind(NewEndpoint()));
        pusher.Transport.Connect(second.Transport.Bind(NewEndpoint()));

        Task both = Task.WhenAll(first.Sink.NextAsync(), second.Sink.NextAsync());
        await Transports.UntilAsync(() =>
        {
            pusher.Send("work");
            return both.IsCompleted;
        });

        await both;
    }

    [Fact]
    public async Task An_endpoint_where_nobody_is_gets_nothing_while_another_peer_is_there()
    {
        await using Started pusher = Start(SocketRole.Push);
        await using Started puller = Start(SocketRole.Pull);
        pusher.Transport.Connect(FreeEndpoint());
        pusher.Transport.Connect(puller.Transport.Bind(NewEndpoint()));

        for (int i = 0; i < 10; i++)
        {
            pusher.Send($"{i}");
        }

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal($"{i}", (await puller.Sink.NextAsync()).Text());
        }
    }

    [Fact]
    public async Task A_puller_that_does_not_receive_holds_its_pusher_and_loses_nothing()
    {
        await using Started puller = Start(SocketRole.Pull, highWaterMark: 10);
        await using Started pusher = Start(SocketRole.Push, highWaterMark: 10);
        puller.Transport.SetReceiving(false);
        Join(puller, pusher);
        await ConnectedAsync(pusher);
        var last = new TestOrigin();
        byte[] body = new byte[1000];
        for (int i = 0; i < Many; i++)
        {
            pusher.Transport.Send(new OutgoingMessage(PeerRoute.None, body));
        }

        pusher.Transport.Send(new OutgoingMessage(PeerRoute.None, body, last));
        Assert.False(pusher.Transport.HasRoom(PeerRoute.None));
        Assert.False(last.IsSent);
        puller.Transport.SetReceiving(true);

        for (int i = 0; i <= Many; i++)
        {
            await puller.Sink.NextAsync();
        }

        await last.Sent;
    }

    [Fact]
    public async Task A_subscriber_that_stopped_receiving_goes_on_with_what_waited()
    {
        await using Started publisher = Start(SocketRole.Publish);
        await using Started subscriber = Start(SocketRole.Subscribe);
        Join(publisher, subscriber);
        await ConnectedAsync(publisher);
        subscriber.Sink.OnEach = _ => subscriber.Transport.SetReceiving(false);

        publisher.Send("one");
        publisher.Send("two");
        Assert.Equal("one", (await subscriber.Sink.NextAsync()).Text());
        Assert.Equal(0, subscriber.Sink.MessagesWaiting);
        subscriber.Transport.SetReceiving(true);

        Assert.Equal("two", (await subscriber.Sink.NextAsync()).Text());
    }

    private void Join(Started bound, Started connected) => connected.Transport.Connect(bound.Transport.Bind(NewEndpoint()));

    private static Task ConnectedAsync(Started started) => Transports.UntilAsync(() => started.Transport.IsConnected == true);
}
