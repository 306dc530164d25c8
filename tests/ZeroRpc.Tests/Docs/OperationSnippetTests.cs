using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/security.md, docs/deploy.md, docs/limits.md and docs/lost-remote.md, compiled and run.</summary>
public sealed class OperationSnippetTests
{
    private readonly string _endpoint = $"inproc://operation-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_may_connect_to_the_socket_s_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        string folder = Directory.CreateTempSubdirectory().FullName;

        // snippet: ipc-mode
        var options = new ZeroRpcServerOptions { UnixSocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using var server = new ZeroRpcServer(new Stock(), options);
        server.Bind($"ipc://{folder}/stock.sock"); // nobody but this user
        // end

        UnixFileMode mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode($"{folder}/stock.sock");
        await server.DisposeAsync();
        Directory.Delete(folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task Errors_tell_what_handlers_throw_by_intent_and_no_more()
    {
        var logger = new FakeLogger();
        await using ZeroRpcServer server = Serve(Discreet(logger));
        await using var client = new ZeroRpcClient(_endpoint);

        RemoteException inner = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Break"));
        RemoteException meant = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Take", "tea"));
        RemoteException wrong = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Take"));

        Assert.Equal(("InternalError", "Break failed", null), (inner.Name, inner.Message, inner.Traceback));
        Assert.Equal("secret path", logger.LatestRecord.Exception!.Message);
        Assert.Equal(("KeyError", "no tea"), (meant.Name, meant.Message));
        Assert.Equal("TypeError", wrong.Name);
    }

    [Fact]
    public async Task The_limits_are_accepted()
    {
        // snippet: limits
        var options = new ZeroRpcServerOptions
        {
            MaxMessageSize = 1024 * 1024,
            MaxChannelsPerPeer = 100,
            MaxConcurrentCalls = 50,
            MaxQueuedCalls = 500,
            Values = { MaxDepth = 20 },
        };
        // end
        await using ZeroRpcServer server = Serve(options);
        await using var client = new ZeroRpcClient(_endpoint);

        Assert.Equal("ice", await client.InvokeAsync<string>("Take", "ice"));
    }

    [Fact]
    public async Task The_limits_for_peers_are_accepted()
    {
        // snippet: limits-for-peers
        var options = new ZeroRpcServerOptions
        {
            Limits = { MaxConnections = 50_000, HandshakeTimeout = TimeSpan.FromSeconds(10) },
        };
        // end
        await using ZeroRpcServer server = Serve(options);
        await using var client = new ZeroRpcClient(_endpoint);

        Assert.Equal("ice", await client.InvokeAsync<string>("Take", "ice"));
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void A_limit_out_of_its_range_is_refused(int connections, int handshakes, int perAddress, int seconds)
    {
        var options = new ZeroRpcClientOptions
        {
            Limits =
            {
                MaxConnections = connections,
                MaxHandshakes = handshakes,
                MaxHandshakesPerAddress = perAddress,
                HandshakeTimeout = TimeSpan.FromSeconds(seconds),
            },
        };

        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcClient(options));
    }

    [Fact]
    public async Task A_program_runs_until_its_server_stops()
    {
        await using ZeroRpcServer server = Serve(new ZeroRpcServerOptions());

        Task running = RunAsync(server);
        await server.StopAsync(Stop); // as the signal has it do
        await running.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    [Fact]
    public async Task A_call_that_a_stopping_server_refuses_is_made_again()
    {
        int calls = 0;
        (string first, string second) = (_endpoint, $"{_endpoint}-second");
        await using var server = new ZeroRpcServer();
        server.AddMethod("AddCool", (string thing) =>
            Interlocked.Increment(ref calls) == 1 ? throw new RemoteException("Unavailable", "stops") : $"{thing}, so cool");
        server.Bind(first);
        server.Bind(second);
        server.Start();

        // snippet: rolling
        var options = new ZeroRpcClientOptions
        {
            Retry = new ZeroRpcRetryOptions { ShouldRetry = error => error is RemoteException { Name: "Unavailable" or "Overloaded" } },
        };
        await using var client = new ZeroRpcClient(options);
        client.Connect(first, second);
        string cool = await client.InvokeAsync<string>("AddCool", new CallOptions { IsIdempotent = true }, "ZeroRPC");
        // end

        Assert.Equal(("ZeroRPC, so cool", 2), (cool, calls));
    }

    [Fact]
    public async Task Patient_clients_are_made()
    {
        await using var patient = new ZeroRpcClient(_endpoint, Patient());

        Assert.Equal(TimeSpan.FromMinutes(1), Patient().Heartbeat);
    }

    private static ZeroRpcClientOptions Patient()
    {
        // snippet: patient
        var options = new ZeroRpcClientOptions { Heartbeat = TimeSpan.FromMinutes(1), Timeout = TimeSpan.FromMinutes(10) }; // heartbeat=60 there
        // end
        return options;
    }

    private static ZeroRpcServerOptions Discreet(ILogger logger)
    {
#pragma warning disable CA1848, CA2254 // The page shows what is short.
        // snippet: hide-errors
        var options = new ZeroRpcServerOptions
        {
            SendTracebacks = false,
            Interceptors =
            {
                async (call, next) =>
                {
                    try
                    {
                        await next();
                    }
                    catch (Exception error) when (error is not RemoteException) // what a handler throws by intent stays
                    {
                        logger.LogError(error, "{Method} failed", call.Method);
                        throw new RemoteException("InternalError", $"{call.Method} failed");
                    }
                },
            },
        };
        // end
#pragma warning restore CA1848, CA2254
        return options;
    }

    private static async Task RunAsync(ZeroRpcServer server)
    {
        // snippet: sigterm
        using var stopping = new CancellationTokenSource();
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true; // we end ourselves, when calls are done
            stopping.Cancel();
        });
        await server.RunAsync(stopping.Token);
        // end
    }

    private ZeroRpcServer Serve(ZeroRpcServerOptions options)
    {
        var server = new ZeroRpcServer(new Stock(), options);
        server.Bind(_endpoint);
        server.Start();
        return server;
    }

    private sealed class Stock
    {
        public string Take(string thing) => thing == "ice" ? thing : throw new RemoteException("KeyError", $"no {thing}");

        public void Break() => throw new InvalidOperationException("secret path");
    }
}
