using ZeroRpc.Tests.Support;
using ZeroRpc.Transport.Zmtp;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>The behaviour of every transport, by our own peer, and what only this one does: over tcp and over Unix domain sockets.</summary>
public abstract class ZmtpTransportTests : TransportBehaviour
{
    [Fact]
    public async Task The_loops_stand_still_while_there_is_nothing_to_do()
    {
        IoLoops loops = NewLoops(few: 2);
        await using Started server = Transports.StartZmtp(SocketRole.Router, loops: loops);
        await using Started client = Transports.StartZmtp(SocketRole.Dealer, loops: loops);
        server.Sink.OnEach = request => server.Send("reply", request.Route);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");
        await client.Sink.NextAsync();

        // They may still look whether the pool does what was left to it: they are still when they did not move for 200 ms.
        using var guard = new CancellationTokenSource(RecordingSink.HangGuard);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        long before;
        do
        {
            before = loops.Turns;
            Assert.True(await tick.WaitForNextTickAsync(guard.Token));
        }
        while (before != loops.Turns);
    }

    [Fact]
    public async Task Both_sides_know_of_the_connection_and_of_its_end()
    {
        await using Started server = Start(SocketRole.Router);
        Started client = Start(SocketRole.Dealer);
        Assert.False(client.Transport.IsConnected);
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");
        PeerRoute route = (await server.Sink.NextAsync()).Route;
        Assert.True(server.Transport.IsConnected);
        Assert.True(client.Transport.IsConnected);

        await client.DisposeAsync();

        Assert.Equal(route, await server.Sink.NextGoneAsync());
        Assert.False(server.Transport.IsConnected);
    }

    [Fact]
    public async Task A_dealer_that_listens_addresses_one_of_several_peers()
    {
        await using Started client = Start(SocketRole.Dealer);
        string endpoint = client.Transport.Bind(NewEndpoint());
        await using Started first = Start(SocketRole.Router);
        await using Started second = Start(SocketRole.Router);
        first.Transport.Connect(endpoint);
        second.Transport.Connect(endpoint);
        await Transports.UntilAsync(() => client.Transport.Routes!.Count == 2);
        IReadOnlyList<PeerRoute> routes = client.Transport.Routes!;
        PeerRoute route = routes[0];

        for (int i = 0; i < 10; i++)
        {
            client.Send($"{i}", route);
        }

        client.Send("other", routes[1]);
        Task<IncomingMessage> toFirst = first.Sink.NextAsync();
        Task<IncomingMessage> toSecond = second.Sink.NextAsync();
        string[] starts = [(await toFirst).Text(), (await toSecond).Text()];
        Assert.Equal(["0", "other"], starts.Order());
    }

    [Fact]
    public async Task Large_and_small_messages_arrive_in_order_both_ways()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        server.Sink.OnEach = request => server.Transport.Send(new OutgoingMessage(request.Route, request.Body));
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        int[] sizes = [1, 255, 256, 1000, 16 * 1024, (16 * 1024) + 1, 65_536, 1_000_000, 3, 900_000, 900_001, 7];
        var random = new Random(1);
        byte[][] bodies = [.. sizes.Select(size => { byte[] body = new byte[size]; random.NextBytes(body); return body; })];

        foreach (byte[] body in bodies)
        {
            client.Transport.Send(new OutgoingMessage(PeerRoute.None, body));
        }

        foreach (byte[] body in bodies)
        {
            IncomingMessage reply = await client.Sink.NextAsync();
            Assert.True(reply.Body.Span.SequenceEqual(body));
        }
    }

    [Fact]
    public async Task Disposal_is_prompt_while_messages_wait_for_a_peer_that_never_comes()
    {
        Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(ConnectTo);
        for (int i = 0; i < 1000; i++)
        {
            client.Send("waits");
        }

        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Binding_and_giving_up_from_the_receivers_thread_does_not_deadlock()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        var bound = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Sink.OnEach = _ =>
        {
            string endpoint = server.Transport.Bind(NewEndpoint());
            server.Transport.Unbind(endpoint);
            bound.TrySetResult(endpoint);
        };
        client.Transport.Connect(server.Transport.Bind(NewEndpoint()));
        client.Send("request");

        await bound.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    private protected override Started Start(SocketRole role) => Transports.StartZmtp(role, loops: Loops);

    private protected virtual IoLoops NewLoops(int few) => new(few);

    // Made with the first socket, and gone with the last one.
    private IoLoops Loops => field ??= NewLoops(few: 2);
}

public class ZmtpOverTcpTests : ZmtpTransportTests
{
    private protected override string ConnectTo => "tcp://127.0.0.1:1";

    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";
}

/// <summary>Over tcp, waiting as systems without epoll do.</summary>
public sealed class ZmtpBySelectTests : ZmtpOverTcpTests
{
    private protected override IoLoops NewLoops(int few) => new(few, Pollers.Select());
}

public sealed class ZmtpOverIpcTests : ZmtpTransportTests
{
    private protected override string ConnectTo => Needs.IpcEndpoint();

    private protected override string NewEndpoint() => Needs.IpcEndpoint();
}
