using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Tests.Behaviour.Faults;

public sealed class FaultyLoggersInMemory() : FaultyLoggerBehaviour(Carrier.Memory);

public sealed class FaultyLoggersOverTcp() : FaultyLoggerBehaviour(Carrier.Tcp)
{
    [Fact]
    public async Task Malformed_messages_end_nothing_but_themselves()
    {
        var logger = new FaultyLogger(inIsEnabled: false);
        string endpoint = Serve(AddMethods, ServerOptions(logger));
        for (int i = 0; i < 10; i++)
        {
            using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await stranger.ConnectAsync(IPAddress.Loopback, new Uri(endpoint).Port, Aborted);
            await stranger.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n                                        "u8.ToArray(), Aborted);
            while (await stranger.ReceiveAsync(new byte[256], Aborted) > 0)
            {
            }
        }

        Assert.Equal(3, await NewClient(ClientOptions(logger), endpoint).InvokeAsync<int>("add", 1, 2).OrHang());
    }
}

public sealed class FaultyLoggersOverNetMq() : FaultyLoggerBehaviour(Carrier.NetMq);

public sealed class FaultyLoggersOverIpc() : FaultyLoggerBehaviour(Carrier.Ipc);

/// <summary>The application's logger throws whenever it is called. Calls, connections and servers go on as if it did not.</summary>
public abstract class FaultyLoggerBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_are_answered(bool inIsEnabled)
    {
        var logger = new FaultyLogger(inIsEnabled);
        ZeroRpcClient client = Connect(AddMethods, ServerOptions(logger), ClientOptions(logger));

        Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2).OrHang());
        Assert.True(logger.Thrown > 0);
    }

    [Fact]
    public async Task Failures_reach_the_caller_and_free_their_place_at_the_server()
    {
        var logger = new FaultyLogger(inIsEnabled: false);
        ZeroRpcServerOptions options = ServerOptions(logger);
        options.MaxConcurrentCalls = 1;
        ZeroRpcClient client = Connect(AddMethods, options, ClientOptions(logger));

        for (int i = 0; i < 3; i++)
        {
            RemoteException failure = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail")).OrHang();
            Assert.Equal("InvalidOperationException", failure.Name);
            RemoteException unknown = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("no_such_method")).OrHang();
            Assert.Equal("NameError", unknown.Name);
        }
    }

    [Fact]
    public async Task Timeouts_and_lost_servers_are_noticed()
    {
        var logger = new FaultyLogger(inIsEnabled: false);
        ZeroRpcClientOptions options = FakeClientTime(Interval);
        options.LoggerFactory = logger;
        ZeroRpcClient client = NewClient(options, FreeEndpoint());

        Task late = client.InvokeAsync("add", new CallOptions { Timeout = Interval }, 1, 2);
        await PassUntilAsync(late, Interval);

        await Assert.ThrowsAsync<CallTimeoutException>(() => late).OrHang();
    }

    [Fact]
    public async Task A_server_that_comes_late_and_restarts_is_found_each_time()
    {
        var logger = new FaultyLogger(inIsEnabled: false);
        string endpoint = FreeEndpoint();
        ZeroRpcClient client = NewClient(ClientOptions(logger), endpoint);
        Signal? disconnected = null;
        client.ConnectionChanged += (_, change) =>
        {
            if (change.State != ZeroRpcConnectionState.Connected)
            {
                disconnected?.Set();
            }
        };
        for (int i = 0; i < 3; i++)
        {
            Task<int> call = client.InvokeAsync<int>("add", 1, 2);
            Serve(AddMethods, ServerOptions(logger), endpoint);
            Assert.Equal(3, await call.OrHang());
            disconnected = new Signal();
            await Server.DisposeAsync();
            await disconnected.WaitAsync(); // A call before that is sent over the old connection, and lost.
        }
    }

    [Fact]
    public async Task Changes_of_a_connection_are_reported()
    {
        var logger = new FaultyLogger(inIsEnabled: false);
        var connected = new Signal();
        var disconnected = new Signal();
        ZeroRpcClient client = NewClient(ClientOptions(logger));
        client.ConnectionChanged += (_, _) => throw new InvalidOperationException("A handler's fault.");
        client.ConnectionChanged += (_, change) => (change.State == ZeroRpcConnectionState.Connected ? connected : disconnected).Set();
        client.Connect(Serve(AddMethods, ServerOptions(logger)));

        await connected.WaitAsync();
        await Server.DisposeAsync();
        await disconnected.WaitAsync();
    }

    private protected static void AddMethods(ZeroRpcServer server)
    {
        server.AddMethod("add", (int a, int b) => a + b);
        server.AddMethod("fail", () => { throw new InvalidOperationException("A handler's fault."); });
    }

    private protected static ZeroRpcServerOptions ServerOptions(FaultyLogger logger) => new() { LoggerFactory = logger, Linger = TimeSpan.Zero };

    private protected static ZeroRpcClientOptions ClientOptions(FaultyLogger logger) => new() { LoggerFactory = logger };
}
