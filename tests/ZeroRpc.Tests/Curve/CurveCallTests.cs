using System.Net.Sockets;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>What clients and servers see of CURVE.</summary>
public sealed class CurveCallTests : IAsyncDisposable
{
    private static readonly CurveKeyPair ServerKeys = CurveTransports.ServerKeys;
    private static readonly CurveKeyPair ClientKeys = CurveTransports.ClientKeys;

    private readonly List<IAsyncDisposable> _made = [];
    private readonly CurveAllowedClients _clients = new();

    [Fact]
    public async Task Calls_work_between_peers_that_know_each_other()
    {
        _clients.Add(ClientKeys.PublicKey);
        ZeroRpcClient client = NewClient(Serve());

        Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3).OrHang());
    }

    [Fact]
    public async Task A_client_without_keys_of_its_own_may_call_where_any_key_will_do()
    {
        string endpoint = Serve(new CurveServerOptions { Keys = ServerKeys, AllowAnyClient = true });
        ZeroRpcClient client = NewClient(endpoint, new CurveClientOptions { ServerKey = ServerKeys.PublicKey });

        Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3).OrHang());
    }

    [Fact]
    public async Task A_refused_client_s_calls_fail_at_once_and_ask_whether_its_key_is_allowed()
    {
        string endpoint = Serve();
        ZeroRpcClient client = NewClient(endpoint);

        var waited = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());
        var later = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());

        Assert.Equal(
            $"'add' was not sent: the handshake with {endpoint} failed: the server refused this client: is this client's key " +
            $"{ClientKeys.PublicKey} allowed there?",
            waited.Message);
        Assert.Equal((waited.Message, "add", endpoint), (later.Message, later.Method, later.Endpoint));
        Assert.Equal(ZeroRpcConnectionState.Lost, client.Connections.Single().State);
    }

    [Fact]
    public async Task A_key_that_is_allowed_later_works_then()
    {
        ZeroRpcClient client = NewClient(Serve());
        await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ConnectionChanged += (_, change) =>
        {
            if (change.State == ZeroRpcConnectionState.Connected)
            {
                connected.TrySetResult();
            }
        };

        _clients.Add(ClientKeys.PublicKey);

        await connected.Task.OrHang();
        Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3).OrHang());
    }

    [Fact]
    public async Task A_key_that_is_taken_out_ends_the_calls_under_way_and_refuses_those_that_follow()
    {
        _clients.Add(ClientKeys.PublicKey);
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string endpoint = Serve(add: server => server.AddMethod("wait", async (CallContext context) =>
        {
            called.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }));
        ZeroRpcClient client = NewClient(endpoint);
        Task call = client.InvokeAsync("wait");
        await called.Task.OrHang();

        _clients.Remove(ClientKeys.PublicKey);

        await Assert.ThrowsAsync<LostRemoteException>(() => call.OrHang());
        await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("wait").OrHang());
    }

    [Fact]
    public async Task A_wrong_server_key_is_asked_about_when_three_connections_were_closed_without_a_word()
    {
        using var others = CurveKeyPair.Generate();
        string endpoint = Serve();
        ZeroRpcClient client = NewClient(endpoint, new CurveClientOptions { ServerKey = others.PublicKey, Keys = ClientKeys });

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());

        Assert.Equal(
            $"'add' was not sent: the handshake with {endpoint} failed: the server closes every connection: is {others.PublicKey} its key " +
            "(wrong server key?)",
            error.Message);
    }

    [Fact]
    public async Task Two_connections_that_were_closed_without_a_word_are_no_reason_to_fail()
    {
        using Socket listener = BarePeer.Listen(out string endpoint);
        ZeroRpcClient client = NewClient(endpoint);
        Task call = client.InvokeAsync("add", 2, 3);
        for (int i = 0; i < 2; i++)
        {
            using var peer = BarePeer.Accept(listener);
            peer.Send(BareCurve.Greeting);
            peer.ReadExactly(64 + 202);
        }

        using var third = BarePeer.Accept(listener);
        Assert.False(call.IsCompleted);
        third.Send(BareCurve.Greeting);
        third.ReadExactly(64 + 202);
        third.Dispose();

        await Assert.ThrowsAsync<HandshakeException>(() => call.OrHang());
    }

    [Theory]
    [InlineData(10, true)] // libzmq's signature: it closes when it has read a greeting of another mechanism.
    [InlineData(0, false)] // As a proxy does whose server is not there yet.
    public async Task Connections_that_are_closed_in_the_greeting_are_asked_about_where_it_had_begun(int sent, bool isAsked)
    {
        using Socket listener = BarePeer.Listen(out string endpoint);
        ZeroRpcClient client = Made(new ZeroRpcClient(endpoint, Plain(new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan })));
        Task call = client.InvokeAsync("add", 2, 3);
        for (int connections = isAsked ? 3 : 4; connections > 0; connections--)
        {
            using var peer = BarePeer.Accept(listener);
            peer.ReadExactly(64);
            peer.Send(BarePeer.Greeting()[..sent]);
        }

        if (isAsked)
        {
            var error = await Assert.ThrowsAsync<HandshakeException>(() => call.OrHang());
            Assert.EndsWith(
                "the peer closes every connection in its greeting: does it have another security mechanism than 'NULL'?",
                error.Message,
                StringComparison.Ordinal);
        }
        else
        {
            Assert.False(call.IsCompleted);
        }
    }

    [Fact]
    public async Task A_client_without_CURVE_fails_at_once_at_a_server_with_it()
    {
        string endpoint = Serve();
        ZeroRpcClient client = Made(new ZeroRpcClient(endpoint, Plain(new ZeroRpcClientOptions())));

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());

        Assert.EndsWith("it wants the security mechanism 'CURVE', and this side has 'NULL'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_CURVE_fails_at_once_at_a_server_without_it_and_sends_nothing()
    {
        var server = Made(new ZeroRpcServer(Plain(new ZeroRpcServerOptions())));
        server.AddMethod("add", (int a, int b) => a + b);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        ZeroRpcClient client = NewClient(endpoint);

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());

        Assert.EndsWith("it wants the security mechanism 'NULL', and this side has 'CURVE'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_servers_those_that_do_not_refuse_are_called()
    {
        _clients.Add(ClientKeys.PublicKey);
        string refuses = Serve(new CurveServerOptions { Keys = ServerKeys, AllowedClients = new CurveAllowedClients() });
        ZeroRpcClient client = NewClient(refuses);
        await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add", 2, 3).OrHang());
        client.Connect(Serve());

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3).OrHang());
        }
    }

    [Fact]
    public async Task A_server_may_be_the_client_of_CURVE_and_connect()
    {
        _clients.Add(ClientKeys.PublicKey);
        ZeroRpcClientOptions listening = Plain(new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan });
        listening.UseCurve(new CurveServerOptions { Keys = ServerKeys, AllowedClients = _clients });
        ZeroRpcClient client = Made(new ZeroRpcClient(listening));
        string endpoint = client.Bind("tcp://127.0.0.1:0");
        ZeroRpcServerOptions connecting = Plain(new ZeroRpcServerOptions());
        connecting.UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey, Keys = ClientKeys });
        var server = Made(new ZeroRpcServer(connecting));
        server.AddMethod("add", (int a, int b) => a + b);
        server.Connect(endpoint);
        server.Start();

        Assert.Equal(5, await client.InvokeAsync<int>("add", 2, 3).OrHang());
    }

    [Fact]
    public async Task A_refused_pusher_s_events_fail_at_once_and_leave_when_it_is_allowed()
    {
        ZeroRpcPullerOptions options = Plain(new ZeroRpcPullerOptions());
        options.UseCurve(new CurveServerOptions { Keys = ServerKeys, AllowedClients = _clients });
        var puller = Made(new ZeroRpcPuller(options));
        var pulled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        puller.AddMethod("note", (string text) => { pulled.TrySetResult(text); });
        string endpoint = puller.Bind("tcp://127.0.0.1:0");
        puller.Start();
        ZeroRpcPusherOptions pushing = Plain(new ZeroRpcPusherOptions { Timeout = Timeout.InfiniteTimeSpan });
        pushing.UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey, Keys = ClientKeys });
        var pusher = Made(new ZeroRpcPusher(pushing));
        pusher.Connect(endpoint);

        var waited = await Assert.ThrowsAsync<HandshakeException>(() => pusher.PushAsync("note", "refused").OrHang());
        await Assert.ThrowsAsync<HandshakeException>(() => pusher.PushAsync("note", "refused").OrHang());
        Assert.StartsWith($"'note' was not sent: the handshake with {endpoint} failed: the server refused this client", waited.Message, StringComparison.Ordinal);

        _clients.Add(ClientKeys.PublicKey);
        await pusher.WaitForConnectionAsync(TestContext.Current.CancellationToken).OrHang();
        await pusher.PushAsync("note", "allowed").OrHang();
        Assert.Equal("allowed", await pulled.Task.OrHang());
    }

    [Fact]
    public async Task A_handler_learns_the_caller_s_key_and_name()
    {
        _clients.Add(ClientKeys.PublicKey, "anne");
        ZeroRpcClient client = NewClient(Serve(add: server => server.AddMethod(
            "who", (CallContext context) => (string?[])[context.PeerKey, context.PeerName])));

        Assert.Equal([ClientKeys.PublicKey.ToString(), "anne"], await client.InvokeAsync<string[]>("who").OrHang());
    }

    [Fact]
    public async Task The_name_is_the_one_that_the_callback_gives()
    {
        var curve = new CurveServerOptions { Keys = ServerKeys, Authenticate = (client, _) => new($"owner of {client.Key}") };
        ZeroRpcClient client = NewClient(Serve(curve, server => server.AddMethod("who", (CallContext context) => context.PeerName)));

        Assert.Equal($"owner of {ClientKeys.PublicKey}", await client.InvokeAsync<string>("who").OrHang());
    }

    [Fact]
    public async Task Without_CURVE_there_is_neither()
    {
        var server = Made(new ZeroRpcServer(Plain(new ZeroRpcServerOptions())));
        server.AddMethod("who", (CallContext context) => (string?[])[context.PeerKey, context.PeerName]);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        ZeroRpcClient client = Made(new ZeroRpcClient(endpoint, Plain(new ZeroRpcClientOptions())));

        Assert.All(await client.InvokeAsync<object?[]>("who").OrHang(), Assert.Null);
    }

    [Fact]
    public async Task A_server_that_connects_as_the_client_of_CURVE_knows_the_caller_s_key()
    {
        ZeroRpcClientOptions listening = Plain(new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan });
        listening.UseCurve(new CurveServerOptions { Keys = ServerKeys, AllowAnyClient = true });
        ZeroRpcClient client = Made(new ZeroRpcClient(listening));
        string endpoint = client.Bind("tcp://127.0.0.1:0");
        ZeroRpcServerOptions connecting = Plain(new ZeroRpcServerOptions());
        connecting.UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey });
        var server = Made(new ZeroRpcServer(connecting));
        server.AddMethod("who", (CallContext context) => (string?[])[context.PeerKey, context.PeerName]);
        server.Connect(endpoint);
        server.Start();

        Assert.Equal([ServerKeys.PublicKey.ToString(), null], await client.InvokeAsync<object?[]>("who").OrHang());
    }

    [Fact]
    public async Task A_puller_s_method_learns_the_pusher_s_name()
    {
        _clients.Add(ClientKeys.PublicKey, "anne");
        ZeroRpcPullerOptions options = Plain(new ZeroRpcPullerOptions());
        options.UseCurve(new CurveServerOptions { Keys = ServerKeys, AllowedClients = _clients });
        var puller = Made(new ZeroRpcPuller(options));
        var pulled = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        puller.AddMethod("note", (CallContext context) => { pulled.TrySetResult(context.PeerName); });
        string endpoint = puller.Bind("tcp://127.0.0.1:0");
        puller.Start();
        ZeroRpcPusherOptions pushing = Plain(new ZeroRpcPusherOptions());
        pushing.UseCurve(new CurveClientOptions { ServerKey = ServerKeys.PublicKey, Keys = ClientKeys });
        var pusher = Made(new ZeroRpcPusher(pushing));
        pusher.Connect(endpoint);

        await pusher.PushAsync("note").OrHang();

        Assert.Equal("anne", await pulled.Task.OrHang());
    }

    [Fact]
    public async Task A_key_pair_that_is_disposed_of_too_early_ends_connections_with_a_word_in_the_log()
    {
        using var log = new Wire.FakeLog();
        var keys = CurveKeyPair.Parse(RecordedHandshake.ServerSecretKey);
        ZeroRpcServerOptions options = Plain(new ZeroRpcServerOptions { LoggerFactory = log.Factory });
        options.UseCurve(new CurveServerOptions { Keys = keys, AllowAnyClient = true });
        var server = Made(new ZeroRpcServer(options));
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        keys.Dispose();

        await Assert.ThrowsAsync<HandshakeException>(() => NewClient(endpoint).InvokeAsync("add", 2, 3).OrHang());

        log.AssertSays($"the key pair of this side, {keys.PublicKey}, is disposed of");
    }

    public async ValueTask DisposeAsync()
    {
        _made.Reverse();
        foreach (IAsyncDisposable made in _made)
        {
            await made.DisposeAsync();
        }
    }

    private static T Plain<T>(T options)
        where T : ZeroRpcOptions
    {
        options.Linger = TimeSpan.Zero;
        return options;
    }

    private T Made<T>(T made)
        where T : IAsyncDisposable
    {
        _made.Add(made);
        return made;
    }

    private string Serve(CurveServerOptions? curve = null, Action<ZeroRpcServer>? add = null)
    {
        ZeroRpcServerOptions options = Plain(new ZeroRpcServerOptions());
        options.UseCurve(curve ?? new CurveServerOptions { Keys = ServerKeys, AllowedClients = _clients });
        var server = Made(new ZeroRpcServer(options));
        server.AddMethod("add", (int a, int b) => a + b);
        add?.Invoke(server);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        return endpoint;
    }

    private ZeroRpcClient NewClient(string endpoint, CurveClientOptions? curve = null)
    {
        // Without timeouts: what fails does so for another reason.
        ZeroRpcClientOptions options = Plain(new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan });
        options.UseCurve(curve ?? new CurveClientOptions { ServerKey = ServerKeys.PublicKey, Keys = ClientKeys });
        return Made(new ZeroRpcClient(endpoint, options));
    }
}
