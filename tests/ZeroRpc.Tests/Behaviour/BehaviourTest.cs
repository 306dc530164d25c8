using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>What carries the events of a behaviour test.</summary>
public enum Carrier
{
    /// <summary><c>inproc://</c>.</summary>
    Memory,

    /// <summary><c>tcp://</c> on the loopback interface, by our own peer.</summary>
    Tcp,

    /// <summary>The same by NetMQ.</summary>
    NetMq,

    /// <summary><c>ipc://</c>, a Unix domain socket.</summary>
    Ipc,
}

/// <summary>
/// A test of real clients and real servers, which end with it. Each behaviour is an abstract class that runs over every carrier.
/// </summary>
public abstract class BehaviourTest(Carrier carrier) : IAsyncDisposable
{
    private readonly ConcurrentStack<IAsyncDisposable> _made = new();

    private protected static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Fires when the test run is to end.</summary>
    private protected static CancellationToken Aborted => TestContext.Current.CancellationToken;

    /// <summary>The clock of tests where time matters.</summary>
    private protected FakeTimeProvider Time { get; } = new();

    /// <summary>The server that <see cref="Connect"/> made.</summary>
    private protected ZeroRpcServer Server { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out IAsyncDisposable? made))
        {
            await made.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>An endpoint to bind, different each time.</summary>
    private protected string NewEndpoint() => carrier switch
    {
        Carrier.Memory => $"inproc://{Guid.NewGuid():N}",
        Carrier.Ipc => Needs.IpcEndpoint(),
        _ => "tcp://127.0.0.1:0",
    };

    /// <summary>An endpoint at which nobody listens, but somebody may.</summary>
    private protected string FreeEndpoint() => carrier is Carrier.Memory or Carrier.Ipc ? NewEndpoint() : FreePort.Endpoint();

    /// <summary>Options that go by the test's carrier.</summary>
    private protected T Carried<T>(T options)
        where T : ZeroRpcOptions => carrier == Carrier.NetMq ? options.UseNetMq() : options;

    /// <summary>Something that ends with the test.</summary>
    private protected T Made<T>(T made)
        where T : IAsyncDisposable
    {
        _made.Push(made);
        return made;
    }

    private protected ZeroRpcServer NewServer(ZeroRpcServerOptions? options = null)
    {
        // What a test leaves running need not be waited for.
        var server = new ZeroRpcServer(Carried(options ?? new ZeroRpcServerOptions { Linger = TimeSpan.Zero }));
        _made.Push(server);
        return server;
    }

    private protected ZeroRpcClient NewClient(ZeroRpcClientOptions? options = null, params string[] endpoints)
    {
        var client = new ZeroRpcClient(Carried(options ?? new ZeroRpcClientOptions()));
        _made.Push(client);
        client.Connect(endpoints);
        return client;
    }

    /// <summary>Starts a server on an endpoint of its own, and gives that.</summary>
    private protected string Serve(Action<ZeroRpcServer> addServices, ZeroRpcServerOptions? options = null, string? endpoint = null)
    {
        Server = NewServer(options);
        addServices(Server);
        string bound = Server.Bind(endpoint ?? NewEndpoint());
        Server.Start();
        return bound;
    }

    /// <summary>Starts a server and connects a client to it.</summary>
    private protected ZeroRpcClient Connect(
        Action<ZeroRpcServer> addServices, ZeroRpcServerOptions? server = null, ZeroRpcClientOptions? client = null) =>
        NewClient(client, Serve(addServices, server));

    /// <summary>Starts a server of one delegate and connects a client to it.</summary>
    private protected ZeroRpcClient ConnectTo(string method, Delegate handler) => Connect(server => server.AddMethod(method, handler));

    /// <summary>Server options with the test's clock and an interval of a second.</summary>
    private protected ZeroRpcServerOptions FakeServerTime(TimeSpan? heartbeat) =>
        new() { TimeProvider = Time, Heartbeat = heartbeat, Linger = TimeSpan.Zero };

    /// <summary>Client options with the test's clock, no timeout, and an interval of a second.</summary>
    private protected ZeroRpcClientOptions FakeClientTime(TimeSpan? heartbeat) =>
        new() { TimeProvider = Time, Heartbeat = heartbeat, Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>
    /// Asks for a method that is not there, which the reading thread answers: what was sent before has arrived when this completes.
    /// </summary>
    private protected static Task<RemoteException> RoundTripAsync(ZeroRpcClient client) =>
        Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("no_such_method")).OrHang();

    /// <summary>Lets intervals pass, each with its heartbeats sent and received.</summary>
    private protected async Task PassAsync(int intervals, ZeroRpcClient client)
    {
        await RoundTripAsync(client);
        for (int i = 0; i < intervals; i++)
        {
            Time.Advance(Interval);
            await RoundTripAsync(client);
        }
    }

    /// <summary>Lets time pass until something has happened.</summary>
    private protected async Task PassUntilAsync(Task happened, TimeSpan step)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        while (!happened.IsCompleted)
        {
            guard.Token.ThrowIfCancellationRequested();
            Time.Advance(step);
            await Task.Yield();
        }
    }
}
