using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

public sealed class SharedLoopsOverEpollTests() : SharedLoopsBehaviour(Pollers.Epoll(), mostLoops: 1);

public sealed class SharedLoopsOverSelectTests() : SharedLoopsBehaviour(Pollers.Select(), mostLoops: 6);

/// <summary>Sockets whose sources are all on one loop: none holds up another, however it ends.</summary>
public abstract class SharedLoopsBehaviour : IAsyncDisposable
{
    private const int Clients = 150;

    private readonly int _mostLoops;
    private readonly IoLoops _loops;
    private readonly Started _server;
    private readonly Started _client;
    private readonly string _endpoint;

    private protected SharedLoopsBehaviour(Func<Socket, IPoller> newPoller, int mostLoops)
    {
        _mostLoops = mostLoops;
        _loops = new IoLoops(few: 1, newPoller);
        _server = Transports.StartZmtp(SocketRole.Router, loops: _loops);
        _server.Sink.OnEach = request => _server.Transport.Send(new OutgoingMessage(request.Route, request.Body));
        _endpoint = _server.Transport.Bind("tcp://127.0.0.1:0");
        _client = Connect();
    }

    [Fact]
    public async Task Many_sockets_share_few_threads()
    {
        Started[] clients = [.. Enumerable.Range(0, Clients).Select(_ => Connect())];
        foreach (Started client in clients)
        {
            client.Send("call");
        }

        foreach (Started client in clients)
        {
            Assert.Equal("call", (await client.Sink.NextAsync()).Text());
        }

        Assert.InRange(_loops.Count, 1, _mostLoops);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        await Transports.UntilAsync(() => _server.Transport.PeerCount <= 1);
    }

    [Fact]
    public async Task Sockets_come_and_go_while_another_calls_on_the_same_loop()
    {
        for (int i = 0; i < 100; i++)
        {
            await using Started other = Connect();
            other.Send("one");
            _client.Send($"{i}");
            Assert.Equal("one", (await other.Sink.NextAsync()).Text());
            other.Send("nobody waits for the answer");
            await other.DisposeAsync();
            Assert.Equal($"{i}", (await _client.Sink.NextAsync()).Text());
        }

        Assert.Equal(1, _loops.Count);
    }

    [Fact]
    public async Task A_disposed_server_closes_its_own_connections_and_listeners_only()
    {
        Started other = Transports.StartZmtp(SocketRole.Router, loops: _loops);
        string endpoint = other.Transport.Bind("tcp://127.0.0.1:0");
        await using Started caller = Connect(endpoint);
        caller.Send("call");
        await other.Sink.NextAsync();

        await other.DisposeAsync();

        await Transports.UntilAsync(() => caller.Transport.IsConnected == false);
        Assert.Throws<SocketException>(() => BarePeer.Connect(endpoint));
        await CallsAsync();
    }

    [Fact]
    public async Task A_socket_that_lingers_for_a_peer_that_does_not_read_holds_up_nobody_and_wakes_for_nothing()
    {
        using Socket listener = BarePeer.Listen(out string endpoint);
        Started lingering = Connect(endpoint, linger: TimeSpan.FromMinutes(10));
        BarePeer deaf = Accept(listener);
        for (int i = 0; i < 30; i++)
        {
            lingering.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[1_000_000])); // More than the system takes.
        }

        Task disposed = lingering.DisposeAsync().AsTask();

        await CallsAsync();
        await using (Started another = Connect())
        {
            another.Send("call");
            await another.Sink.NextAsync();
        }

        Assert.False(disposed.IsCompleted);
        await StandStillAsync();
        deaf.Dispose();
        await disposed.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
        await CallsAsync();
    }

    [Fact]
    public async Task What_a_disposed_socket_has_sent_arrives_at_a_peer_that_reads_late()
    {
        const int Messages = 30;
        using Socket listener = BarePeer.Listen(out string endpoint);
        Started lingering = Connect(endpoint, linger: TimeSpan.FromMinutes(10));
        using BarePeer late = Accept(listener);
        for (int i = 0; i < Messages; i++)
        {
            lingering.Transport.Send(new OutgoingMessage(PeerRoute.None, new byte[1_000_000]));
        }

        Task disposed = lingering.DisposeAsync().AsTask();
        for (int i = 0; i < Messages; i++)
        {
            Assert.Equal(1_000_000, late.ReadEvent().Length);
        }

        await disposed.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_socket_may_be_disposed_on_the_loops_thread()
    {
        await using Started doomed = Connect();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        doomed.Sink.OnEach = _ =>
        {
            doomed.Transport.DisposeAsync().AsTask().Wait();
            disposed.SetResult();
        };
        doomed.Send("call");

        await disposed.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);
        await CallsAsync();
        await Transports.UntilAsync(() => _server.Transport.PeerCount == 1);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        Assert.Equal(0, _loops.Count);
    }

    private static BarePeer Accept(Socket listener)
    {
        BarePeer peer = BarePeer.Accept(listener);
        peer.Handshake("ROUTER");
        return peer;
    }

    private Started Connect(string? endpoint = null, TimeSpan? linger = null)
    {
        TransportOptions options = Transports.Options(SocketRole.Dealer) with { Linger = linger ?? TimeSpan.FromSeconds(1) };
        Started client = Transports.Start(new ZmtpTransport(options, NullLogger.Instance, loops: _loops));
        client.Transport.Connect(endpoint ?? _endpoint);
        return client;
    }

    private async Task StandStillAsync()
    {
        using var guard = new CancellationTokenSource(RecordingSink.HangGuard);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        long before;
        do
        {
            before = _loops.Turns;
            Assert.True(await tick.WaitForNextTickAsync(guard.Token));
        }
        while (before != _loops.Turns);
    }

    private async Task CallsAsync()
    {
        for (int i = 0; i < 100; i++)
        {
            _client.Send($"{i}");
            Assert.Equal($"{i}", (await _client.Sink.NextAsync()).Text());
        }
    }
}
