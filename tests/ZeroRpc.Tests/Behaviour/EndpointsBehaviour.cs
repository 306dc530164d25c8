using System.Collections.Concurrent;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>What becomes of calls when one of several servers dies, is silent or comes back, and what the client says of it.</summary>
public abstract class EndpointsBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly ConcurrentQueue<ZeroRpcConnection> _changes = new();

    [Fact]
    public async Task A_killed_server_of_two_costs_no_call_but_those_it_ran()
    {
        string mortal = ServeNamed("mortal");
        ZeroRpcServer dying = Server;
        string other = ServeNamed("other");
        ZeroRpcClient client = NewClient(null, mortal, other);
        await UntilAsync(client, mortal, ZeroRpcConnectionState.Connected);
        await UntilAsync(client, other, ZeroRpcConnectionState.Connected);

        await dying.DisposeAsync();
        await UntilAsync(client, mortal, ZeroRpcConnectionState.Lost, ZeroRpcConnectionState.Reconnecting);

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("other", await client.InvokeAsync<string>("who").OrHang());
        }
    }

    [Fact]
    public async Task A_silent_server_of_two_costs_one_call_however_often_it_is_tried_again()
    {
        await using var silent = new SilentServer(NewEndpoint());
        ZeroRpcClient client = NewClient(FakeClientTime(Interval), silent.Endpoint, ServeNamed("other", heartbeat: true));
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);

        int failures = 0;
        for (int i = 0; i < 20; i++)
        {
            failures += await CallAsync(client, silent) ? 0 : 1;
            Time.Advance(TimeSpan.FromSeconds(5)); // By which it is due again, more than once.
        }

        Assert.Equal(1, failures);
        Assert.Equal(1, silent.Calls);
        await Transport.Transports.UntilAsync(() => silent.Pings > 0); // It was asked, but by no user's call.
    }

    [Fact]
    public async Task A_silent_server_is_found_out_by_calls_that_time_out_before_the_heartbeats_do()
    {
        await using var silent = new SilentServer(NewEndpoint());
        ZeroRpcClientOptions options = FakeClientTime(Interval);
        options.Timeout = Interval / 2;
        ZeroRpcClient client = NewClient(options, silent.Endpoint, ServeNamed("other", heartbeat: true));
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);

        int failures = 0;
        for (int i = 0; i < 20; i++)
        {
            failures += await CallAsync(client, silent) ? 0 : 1;
        }

        Assert.Equal(1, failures);
    }

    [Fact]
    public async Task A_server_that_answers_slowly_is_not_passed_over()
    {
        var started = new Signal();
        string slow = Serve(
            server => server.AddMethod("who", () => "slow").AddMethod("hang", async () =>
            {
                started.Set();
                await new TaskCompletionSource().Task;
            }),
            FakeServerTime(Interval));
        ZeroRpcClient client = NewClient(FakeClientTime(Interval), slow);
        await client.PingAsync(Aborted);
        client.Connect(FreeEndpoint()); // Never there; so all calls go to the slow one.
        Task call = client.InvokeAsync("hang", new CallOptions { Timeout = Interval / 2 });
        await started.WaitAsync();

        Time.Advance(Interval / 2);
        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());

        Assert.Equal("slow", await client.InvokeAsync<string>("who").OrHang());
        Assert.Equal(ZeroRpcConnectionState.Connected, client.Connections[0].State);
    }

    [Fact]
    public async Task A_server_that_stops_attracts_no_calls_by_refusing_them_at_once()
    {
        using var started = new CountdownEvent(2);
        var release = new TaskCompletionSource();
        string stopping = ServeHolding("stopping");
        ZeroRpcServer draining = Server;
        string other = ServeHolding("other");
        Task lastCall = NewClient(null, stopping).InvokeAsync("hold"); // So that it has something to finish.
        ZeroRpcClient client = NewClient(null, other);
        Task load = client.InvokeAsync("hold"); // So that the other one has more calls under way.
        Assert.True(started.Wait(Hang.Guard, Aborted));
        client.Connect(stopping);
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);
        Assert.Equal("stopping", await client.InvokeAsync<string>("who").OrHang());

        Task stopped = draining.StopAsync(Aborted);
        int refused = 0;
        for (int i = 0; i < 20; i++)
        {
            Exception? error = await Record.ExceptionAsync(() => client.InvokeAsync<string>("who").OrHang());
            refused += error is RemoteException { Name: "Unavailable" } ? 1 : 0;
        }

        Assert.InRange(refused, 0, 1);
        release.SetResult();
        await Task.WhenAll(stopped, lastCall, load).OrHang();

        string ServeHolding(string name) => Serve(server => server.AddMethod("who", () => name).AddMethod("hold", async () =>
        {
            started.Signal();
            await release.Task;
        }));
    }

    [Fact]
    public async Task A_server_that_comes_back_is_used_again()
    {
        string mortal = ServeNamed("mortal");
        ZeroRpcServer dying = Server;
        string other = ServeNamed("other");
        ZeroRpcClient client = NewClient(null, mortal, other);
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);
        await dying.DisposeAsync();
        await UntilAsync(client, mortal, ZeroRpcConnectionState.Lost, ZeroRpcConnectionState.Reconnecting);

        ServeNamed("reborn", endpoint: mortal);
        await UntilAsync(client, mortal, ZeroRpcConnectionState.Connected);

        var answers = new HashSet<string>();
        for (int i = 0; i < 10; i++)
        {
            answers.Add(await client.InvokeAsync<string>("who").OrHang());
        }

        Assert.Equal(["other", "reborn"], answers.Order());
    }

    [Fact]
    public async Task A_silent_server_that_speaks_again_is_used_again()
    {
        await using var silent = new SilentServer(NewEndpoint());
        ZeroRpcClient client = NewClient(FakeClientTime(Interval), silent.Endpoint, ServeNamed("other", heartbeat: true));
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);
        while (await CallAsync(client, silent))
        {
        }

        silent.Speak();
        await Transport.Transports.UntilAsync(() =>
        {
            // The back-off passes; the ping after it is answered, and no time with it.
            if (client.Connections[0].State == ZeroRpcConnectionState.Lost)
            {
                Time.Advance(Interval);
            }

            return client.Connections[0].State == ZeroRpcConnectionState.Connected;
        });

        var answers = new HashSet<string>();
        for (int i = 0; i < 10; i++)
        {
            answers.Add(await client.InvokeAsync<string>("who").OrHang());
        }

        Assert.Equal(["other", "silent"], answers.Order());
    }

    [Fact]
    public async Task A_lost_server_that_speaks_again_is_used_beside_one_that_was_added_later()
    {
        await using var silent = new SilentServer(NewEndpoint());
        ZeroRpcClient client = NewClient(FakeClientTime(Interval), silent.Endpoint);
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);
        Assert.False(await CallAsync(client, silent));
        Time.Advance(TimeSpan.FromMinutes(1)); // Its back-off is over, and there is nowhere else to go.

        silent.Speak();
        client.Connect(ServeNamed("other", heartbeat: true));
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);

        var answers = new HashSet<string>();
        for (int i = 0; i < 10; i++)
        {
            answers.Add(await client.InvokeAsync<string>("who").OrHang());
        }

        Assert.Equal(["other", "silent"], answers.Order());
    }

    [Fact]
    public async Task When_all_are_dead_calls_still_go_somewhere_and_fail_by_their_own_name()
    {
        ZeroRpcClientOptions options = FakeClientTime(Interval);
        await using var first = new SilentServer(NewEndpoint());
        await using var second = new SilentServer(NewEndpoint());
        ZeroRpcClient client = NewClient(options, first.Endpoint, second.Endpoint);
        await UntilAllAsync(client, ZeroRpcConnectionState.Connected);
        for (int i = 0; i < 6; i++)
        {
            Task<string> call = client.InvokeAsync<string>("who");
            await PassUntilAsync(call.ContinueWith(_ => { }, TaskScheduler.Default), Interval);
            Assert.Equal("who", (await Assert.ThrowsAsync<LostRemoteException>(() => call)).Method);
        }

        Assert.All(client.Connections, connection => Assert.NotEqual(ZeroRpcConnectionState.Connected, connection.State));
    }

    [Fact]
    public async Task The_states_of_a_connection_are_told_in_order()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { TimeProvider = Time });
        client.ConnectionChanged += (sender, change) =>
        {
            Assert.Same(client, sender);
            _changes.Enqueue(change);
        };
        client.Connect(endpoint);
        Assert.Equal(new ZeroRpcConnection { Endpoint = endpoint, State = ZeroRpcConnectionState.Connecting }, client.Connections.Single());
        Assert.Equal(ZeroRpcConnectionState.Connecting, client.ConnectionState);

        ServeNamed("first", endpoint: endpoint);
        await UntilToldAsync(ZeroRpcConnectionState.Connected);
        Assert.Equal(ZeroRpcConnectionState.Connected, client.ConnectionState);
        await Server.DisposeAsync();
        await UntilToldAsync(ZeroRpcConnectionState.Lost);
        Time.Advance(TimeSpan.FromSeconds(2));
        await UntilToldAsync(ZeroRpcConnectionState.Reconnecting);
        ServeNamed("second", endpoint: endpoint);
        await UntilToldAsync(ZeroRpcConnectionState.Connected);
        client.Disconnect(endpoint);
        await UntilToldAsync(ZeroRpcConnectionState.Closed);

        Assert.Equal(
            [
                ZeroRpcConnectionState.Connected, ZeroRpcConnectionState.Lost, ZeroRpcConnectionState.Reconnecting,
                ZeroRpcConnectionState.Connected, ZeroRpcConnectionState.Closed,
            ],
            _changes.Select(change => change.State));
        Assert.All(_changes, change => Assert.Equal(endpoint, change.Endpoint));
        Assert.Empty(client.Connections);
    }

    [Fact]
    public async Task A_connection_that_is_told_of_is_listed()
    {
        string[] endpoints = [ServeNamed("one"), ServeNamed("other")];
        for (int i = 0; i < 50; i++) // One may come up while it is being added.
        {
            ZeroRpcClient client = NewClient();
            var told = new ConcurrentQueue<bool>();
            client.ConnectionChanged += (_, change) => told.Enqueue(client.Connections.Contains(change));
            client.Connect(endpoints);
            await Transport.Transports.UntilAsync(() => told.Count == 2);
            await client.DisposeAsync();

            Assert.Equal([true, true], told.Take(2));
        }
    }

    [Fact]
    public async Task A_handler_of_changes_may_block_and_throw()
    {
        var release = new Signal();
        ZeroRpcClient client = NewClient();
        client.ConnectionChanged += (_, _) =>
        {
            release.Task.Wait(Hang.Guard, Aborted);
            throw new InvalidOperationException("a handler's mistake");
        };
        client.Connect(ServeNamed("one"));

        Assert.Equal("one", await client.InvokeAsync<string>("who").OrHang());
        release.Set();
    }

    [Fact]
    public async Task A_listening_client_tells_of_the_servers_that_connect()
    {
        ZeroRpcClient client = NewClient();
        string endpoint = client.Bind(NewEndpoint());
        Assert.Equal(ZeroRpcConnectionState.Connecting, client.ConnectionState);
        ZeroRpcServer server = NewServer().AddMethod("who", () => "one");

        server.Connect(endpoint);
        server.Start();
        await UntilAsync(client, endpoint, ZeroRpcConnectionState.Connected);
        await server.DisposeAsync();

        await UntilAsync(client, endpoint, ZeroRpcConnectionState.Lost, ZeroRpcConnectionState.Reconnecting);
    }

    private protected string ServeNamed(string name, bool heartbeat = false, string? endpoint = null) => Serve(
        server => server.AddMethod("who", () => name), heartbeat ? FakeServerTime(Interval) : null, endpoint);

    /// <summary>Makes a call, and lets time pass only if the silent server has it; true when it went well.</summary>
    private async Task<bool> CallAsync(ZeroRpcClient client, SilentServer silent)
    {
        int before = silent.Calls;
        Task<string> call = client.InvokeAsync<string>("who");
        await Transport.Transports.UntilAsync(() => call.IsCompleted || silent.Calls > before);
        if (!call.IsCompleted)
        {
            await PassUntilAsync(call.ContinueWith(_ => { }, TaskScheduler.Default), Interval / 2);
        }

        return call.IsCompletedSuccessfully;
    }

    private protected static Task UntilAllAsync(ZeroRpcClient client, ZeroRpcConnectionState state) =>
        Transport.Transports.UntilAsync(() => client.Connections.All(connection => connection.State == state));

    private protected static Task UntilAsync(ZeroRpcClient client, string endpoint, params ZeroRpcConnectionState[] states) =>
        Transport.Transports.UntilAsync(
            () => client.Connections.Any(connection => connection.Endpoint == endpoint && states.Contains(connection.State)));

    private Task UntilToldAsync(ZeroRpcConnectionState state) =>
        Transport.Transports.UntilAsync(() => _changes.LastOrDefault()?.State == state);
}

public sealed class EndpointsInMemory() : EndpointsBehaviour(Carrier.Memory);

public sealed class EndpointsOverNetMq() : EndpointsBehaviour(Carrier.NetMq);

public sealed class EndpointsOverTcp() : EndpointsBehaviour(Carrier.Tcp);

public sealed class EndpointsOverIpc() : EndpointsBehaviour(Carrier.Ipc);
