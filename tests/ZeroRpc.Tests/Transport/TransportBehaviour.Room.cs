using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport;

/// <content>Room for producers, receivers that throw, and the end of a transport.</content>
public abstract partial class TransportBehaviour
{
    [Fact]
    public async Task There_is_room_at_once_while_little_waits()
    {
        await using Started client = Start(SocketRole.Dealer);
        client.Send("waits for a peer");

        Assert.True(client.Transport.WaitForRoomAsync(PeerRoute.None, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_producer_waits_for_room_until_half_of_what_waited_has_left()
    {
        string endpoint = FreeEndpoint();
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(endpoint);
        for (int i = 0; i < Backlog.MaxMessages; i++)
        {
            client.Send("item");
        }

        Task room = client.Transport.WaitForRoomAsync(PeerRoute.None, TestContext.Current.CancellationToken).AsTask();
        Assert.False(room.IsCompleted);
        await using Started server = Start(SocketRole.Router);
        server.Transport.Bind(endpoint);

        await room.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Waiting_for_room_can_be_cancelled()
    {
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Backlog.MaxBytes]));
        using var cancel = new CancellationTokenSource();
        Task room = client.Transport.WaitForRoomAsync(PeerRoute.None, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room);
    }

    [Fact]
    public async Task Disposal_releases_who_waits_for_room()
    {
        Started client = Start(SocketRole.Dealer);
        client.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Backlog.MaxBytes]));
        Task room = client.Transport.WaitForRoomAsync(PeerRoute.None, TestContext.Current.CancellationToken).AsTask();

        await client.DisposeAsync().AsTask().WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

        await room.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_receiver_that_throws_gets_the_next_message_all_the_same()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        server.Sink.OnEach = _ => throw new InvalidOperationException("a receiver's mistake");
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));

        client.Send("first");
        client.Send("second");

        Assert.Equal("first", (await server.Sink.NextAsync()).Text());
        Assert.Equal("second", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task A_transport_may_be_disposed_by_its_receiver()
    {
        await using Started server = Start(SocketRole.Router);
        Started client = Start(SocketRole.Dealer);
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Sink.OnEach = _ =>
        {
            client.DisposeAsync().AsTask().GetAwaiter().GetResult();
            disposed.TrySetResult();
        };
        server.Sink.OnEach = request => server.Send("reply", request.Route);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");

        await disposed.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
        await client.DisposeAsync().AsTask().WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task After_disposal_calls_fail_and_what_is_sent_is_dropped()
    {
        Started server = Start(SocketRole.Router);
        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => server.Transport.Bind(NewEndpoint()));
        Assert.Throws<ObjectDisposedException>(() => server.Transport.Connect(ConnectTo));
        server.Send("nobody", new PeerRoute([1]));
        Assert.True(server.Transport.WaitForRoomAsync(PeerRoute.None, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }
}
