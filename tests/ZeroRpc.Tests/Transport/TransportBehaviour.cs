using System.Buffers.Binary;
using ZeroRpc.Transport;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Transport;

/// <summary>What every transport does, whatever carries it.</summary>
public abstract partial class TransportBehaviour
{
    private protected abstract Started Start(SocketRole role);

    /// <summary>An endpoint to bind, different each time.</summary>
    private protected abstract string NewEndpoint();

    [Fact]
    public async Task A_message_and_its_reply_arrive()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));

        client.Send("request");
        IncomingMessage request = await server.Sink.NextAsync();
        server.Send("reply", request.Route);

        Assert.Equal("request", request.Text());
        Assert.Equal("reply", (await client.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task A_router_may_connect_and_a_dealer_listen()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        server.Transport.Connect(client.Transport.Bind(NewEndpoint()));

        client.Send("request");
        IncomingMessage request = await server.Sink.NextAsync();
        server.Send("reply", request.Route);

        Assert.Equal("reply", (await client.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task What_many_threads_send_arrives_whole_and_in_each_threads_order()
    {
        const int Threads = 4;
        const int Each = 25_000;
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        int[] next = new int[Threads];
        int disorder = 0;
        int left = Threads * Each;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sink.OnEach = message =>
        {
            int thread = message.Body.Span[0];
            int number = BinaryPrimitives.ReadInt32BigEndian(message.Body.Span[1..]);
            disorder += number == next[thread] ? 0 : 1;
            next[thread] = number + 1;
            if (--left == 0)
            {
                all.TrySetResult();
            }
        };
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (int i = 0; i < Each; i++)
                {
                    byte[] body = new byte[5];
                    body[0] = (byte)thread;
                    BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), i);
                    client.Transport.Send(new OutgoingMessage(PeerRoute.None, body));
                }
            },
            TestContext.Current.CancellationToken)));
        await all.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

        Assert.Equal(0, disorder);
    }

    [Fact]
    public async Task What_is_sent_before_anybody_listens_arrives_when_somebody_does()
    {
        string endpoint = FreeEndpoint();
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(endpoint);
        client.Send("early");
        await using Started server = Start(SocketRole.Router);
        server.Transport.Bind(endpoint);

        Assert.Equal("early", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task A_message_withdrawn_while_it_waits_never_arrives()
    {
        string endpoint = FreeEndpoint();
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(endpoint);
        var withdrawn = new TestOrigin();
        client.Send("withdrawn", origin: withdrawn);
        client.Send("kept");
        withdrawn.IsWithdrawn = true;
        await using Started server = Start(SocketRole.Router);
        server.Transport.Bind(endpoint);

        Assert.Equal("kept", (await server.Sink.NextAsync()).Text());
        Assert.False(withdrawn.IsSent);
    }

    [Fact]
    public async Task The_origin_hears_that_its_message_was_sent_before_the_reply_comes()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        server.Sink.OnEach = request => server.Send("reply", request.Route);
        var origin = new TestOrigin();
        bool sentFirst = false;
        client.Sink.OnEach = _ => sentFirst = origin.IsSent;
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));

        client.Send("request", origin: origin);
        await client.Sink.NextAsync();
        await origin.Sent;

        Assert.True(sentFirst);
    }

    [Fact]
    public async Task A_dealer_outlives_its_server_and_works_with_the_next()
    {
        Started first = Start(SocketRole.Router);
        string endpoint = first.Transport.Bind(NewEndpoint());
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(endpoint);
        client.Send("one");
        await first.Sink.NextAsync();
        PeerRoute route = client.Transport.Routes?.Single() ?? PeerRoute.None;

        await first.DisposeAsync();
        Assert.Equal(route, await client.Sink.NextGoneAsync());
        Assert.False(client.Transport.IsConnected);
        client.Send("two");
        await using Started second = Start(SocketRole.Router);
        second.Transport.Bind(endpoint);

        IncomingMessage request = await second.Sink.NextAsync();
        second.Send("reply", request.Route);
        Assert.Equal("two", request.Text());
        Assert.Equal("reply", (await client.Sink.NextAsync()).Text());
        Assert.True(client.Transport.IsConnected);
    }

    [Fact]
    public async Task A_dealer_hears_of_its_peers_and_counts_them()
    {
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = client.Transport.Bind(NewEndpoint());
        Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);

        first.Transport.Connect(endpoint);
        await client.Sink.NextCameAsync();
        Assert.Equal(1, client.Transport.PeerCount);
        second.Transport.Connect(endpoint);
        await client.Sink.NextCameAsync();
        Assert.Equal(2, client.Transport.PeerCount);
        Assert.True(client.Transport.IsConnected);

        await first.DisposeAsync();
        await Transports.UntilAsync(() => client.Transport.PeerCount == 1);
    }

    [Fact]
    public async Task When_the_last_that_connected_to_a_dealer_goes_it_is_told()
    {
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = client.Transport.Bind(NewEndpoint());
        Started server = Start(SocketRole.Router);
        server.Transport.Connect(endpoint);
        PeerRoute route = await client.Sink.NextCameAsync();

        await server.DisposeAsync();

        Assert.Equal(route, await client.Sink.NextGoneAsync());
        Assert.False(client.Transport.IsConnected);
    }

    [Fact]
    public async Task A_dealer_that_can_address_its_peers_sends_to_the_one_it_means()
    {
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = client.Transport.Bind(NewEndpoint());
        Started[] servers = [Start(SocketRole.Router), Start(SocketRole.Router)];
        foreach (Started server in servers)
        {
            server.Transport.Connect(endpoint);
            await client.Sink.NextCameAsync();
        }

        foreach (PeerRoute peer in client.Transport.Routes ?? [])
        {
            var origin = new TestOrigin();
            for (int i = 0; i < 5; i++)
            {
                client.Send("to one", peer, origin);
            }

            await Transports.UntilAsync(() => servers.Any(server => server.Sink.MessagesWaiting == 5));
            Started receiver = servers.Single(server => server.Sink.MessagesWaiting == 5);
            Assert.Equal(peer, origin.Route);
            receiver.Send("reply", (await receiver.Sink.NextAsync()).Route);
            Assert.Equal(peer, (await client.Sink.NextAsync()).Route);
            while (receiver.Sink.MessagesWaiting > 0)
            {
                await receiver.Sink.NextAsync();
            }
        }

        foreach (Started server in servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_that_replies_and_ends_loses_no_reply()
    {
        for (int round = 0; round < 20; round++)
        {
            Started server = Start(SocketRole.Router);
            await using Started client = Start(SocketRole.Dealer);
            client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
            client.Send("request");
            PeerRoute route = (await server.Sink.NextAsync()).Route;

            server.Send("first", route);
            server.Send("last", route);
            await UntilHandedOverAsync(server, route);
            await server.DisposeAsync();

            Assert.Equal("first", (await client.Sink.NextAsync()).Text());
            Assert.Equal("last", (await client.Sink.NextAsync()).Text());
        }
    }

    [Fact]
    public async Task A_reply_to_a_peer_that_went_is_reported()
    {
        await using Started server = Start(SocketRole.Router);
        Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");
        PeerRoute route = (await server.Sink.NextAsync()).Route;
        await client.DisposeAsync();

        Task<PeerRoute> gone = server.Sink.NextGoneAsync();
        await Transports.UntilAsync(() =>
        {
            server.Send("nobody reads this", route);
            return gone.IsCompleted;
        });

        Assert.Equal(route, await gone);
    }

    [Fact]
    public async Task An_endpoint_that_is_taken_is_refused_with_the_reason()
    {
        await using Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);
        string endpoint = first.Transport.Bind(NewEndpoint());

        ZeroRpcEndpointException refusal = Assert.Throws<ZeroRpcEndpointException>(() => second.Transport.Bind(endpoint));

        Assert.Contains($"Cannot listen on '{endpoint}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(endpoint, refusal.Endpoint);
    }

    [Fact]
    public async Task An_endpoint_is_free_at_once_after_disposal()
    {
        string endpoint = NewEndpoint();
        for (int i = 0; i < 20; i++)
        {
            await using Started server = Start(SocketRole.Router);
            endpoint = server.Transport.Bind(endpoint);
        }
    }

    [Fact]
    public async Task An_endpoint_is_free_after_it_was_given_up()
    {
        await using Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);
        string endpoint = first.Transport.Bind(NewEndpoint());
        first.Transport.Unbind(endpoint);

        Assert.Equal(endpoint, second.Transport.Bind(endpoint));
    }

    [Fact]
    public async Task A_disconnected_dealer_keeps_its_messages_for_the_next_connection()
    {
        await using Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = first.Transport.Bind(NewEndpoint());
        client.Transport.Connect(endpoint);
        client.Send("to the first");
        await first.Sink.NextAsync();

        client.Transport.Disconnect(endpoint);
        client.Transport.Connect(second.Transport.Bind(NewEndpoint()));
        client.Send("to the second");

        Assert.Equal("to the second", (await second.Sink.NextAsync()).Text());
        Assert.Equal(0, first.Sink.MessagesWaiting);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_not_delivered_and_the_receiver_lives_on()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = server.Transport.Bind(NewEndpoint());
        client.Transport.Connect(endpoint);
        client.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[Transports.MaxMessageSize + 1]));
        await using Started other = Start(SocketRole.Dealer);
        other.Transport.Connect(endpoint);
        other.Send("small");

        Assert.Equal("small", (await server.Sink.NextAsync()).Text());
    }

    /// <summary>Some endpoint to connect to.</summary>
    private protected abstract string ConnectTo { get; }

    /// <summary>An endpoint on which nobody listens.</summary>
    private string FreeEndpoint() => NewEndpoint().StartsWith("tcp:", StringComparison.Ordinal) ? FreePort.Endpoint() : NewEndpoint();

    private static async Task UntilHandedOverAsync(Started from, PeerRoute route)
    {
        var origin = new TestOrigin();
        from.Send("end", route, origin);
        await origin.Sent;
    }
}
