using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>Stock Python peers on a machine that vanishes: packets are lost, and no connection is closed.</summary>
public sealed class VanishedMachineTests : IDisposable
{
    private const string Server = """
        import json, sys, gevent, zerorpc
        class Echo:
            def echo(self, value): return value
        server = zerorpc.Server(Echo(), heartbeat=0.5)
        server.bind('tcp://ADDRESS:4242')
        print(json.dumps(dict(ready='tcp://ADDRESS:4242')), flush=True)
        gevent.spawn(server.run)
        gevent.get_hub().threadpool.apply(sys.stdin.read)
        """;

    private const string Puller = """
        import json, sys, gevent, zerorpc
        class Events:
            def event(self, value): print(json.dumps(value), flush=True)
        puller = zerorpc.Puller(Events())
        puller.bind('tcp://ADDRESS:4242')
        print(json.dumps(dict(ready='tcp://ADDRESS:4242')), flush=True)
        gevent.spawn(puller.run)
        gevent.get_hub().threadpool.apply(sys.stdin.read)
        """;

    private readonly FakeLoggerProvider _logs = new();

    [Fact]
    public async Task After_a_call_that_was_lost_with_the_machine_the_next_goes_over_a_new_connection()
    {
        await using OtherMachine machine = await OtherMachine.StartAsync();
        await using PeerProcess server = await machine.RunAsync(Server.Replace("ADDRESS", machine.Address, StringComparison.Ordinal));
        await using ZeroRpcClient client = NewClient(server.Endpoint, keepAlive: null);
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());

        await machine.PullCableAsync();
        await Assert.ThrowsAsync<LostRemoteException>(() => client.InvokeAsync<int>("echo", 2)).OrHang();
        await machine.PlugCableInAsync();

        Assert.Equal(3, await client.InvokeAsync<int>("echo", 3).OrHang());
        Assert.Equal(1, Closed("a call was lost over it"));
    }

    [Fact]
    public async Task An_idle_connection_to_the_machine_is_closed_and_made_anew()
    {
        await using OtherMachine machine = await OtherMachine.StartAsync();
        await using PeerProcess server = await machine.RunAsync(Server.Replace("ADDRESS", machine.Address, StringComparison.Ordinal));
        await using ZeroRpcClient client = NewClient(server.Endpoint, TimeSpan.FromSeconds(1));
        Assert.Equal(1, await client.InvokeAsync<int>("echo", 1).OrHang());
        Task lost = WhenLost(client);

        await machine.PullCableAsync();
        await lost.OrHang();
        await machine.PlugCableInAsync();

        Assert.Equal(2, await client.InvokeAsync<int>("echo", 2).OrHang());
        Assert.Equal(1, Closed("it has not answered a PING") + Closed("its machine has acknowledged nothing"));
    }

    [Fact]
    public async Task A_pusher_notices_by_what_is_not_acknowledged()
    {
        await using OtherMachine machine = await OtherMachine.StartAsync();
        await using PeerProcess puller = await machine.RunAsync(Puller.Replace("ADDRESS", machine.Address, StringComparison.Ordinal));
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions
        {
            KeepAliveTimeout = TimeSpan.FromSeconds(1),
            LoggerFactory = new LoggerFactory([_logs]),
            Linger = TimeSpan.Zero,
        });
        pusher.Connect(puller.Endpoint);
        await pusher.PushAsync("event", 1).OrHang();
        Assert.Equal(1, (await puller.ReadAsync()).GetInt32());

        await machine.PullCableAsync();
        await pusher.PushAsync("event", 2).OrHang();
        using var hang = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Closed("its machine has acknowledged nothing for 0.8 s") == 0)
        {
            await Task.Delay(20, hang.Token);
        }

        await machine.PlugCableInAsync();
        await pusher.PushAsync("event", 3).OrHang();
        JsonElement next = await puller.ReadAsync();
        Assert.Contains(next.GetInt32(), new[] { 2, 3 }); // What the machine had not acknowledged may have arrived, or not.
    }

    [Fact]
    public async Task An_idle_pusher_notices_by_the_keep_alives_of_TCP()
    {
        await using OtherMachine machine = await OtherMachine.StartAsync();
        await using PeerProcess puller = await machine.RunAsync(Puller.Replace("ADDRESS", machine.Address, StringComparison.Ordinal));
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions { KeepAliveTimeout = TimeSpan.FromSeconds(2), Linger = TimeSpan.Zero });
        pusher.Connect(puller.Endpoint);
        await pusher.PushAsync("event", 1).OrHang();
        Assert.Equal(1, (await puller.ReadAsync()).GetInt32());

        await machine.PullCableAsync();
        using var hang = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (pusher.IsConnected)
        {
            await Task.Delay(20, hang.Token);
        }

        await machine.PlugCableInAsync();
        await pusher.PushAsync("event", 2).OrHang();
        Assert.Equal(2, (await puller.ReadAsync()).GetInt32());
    }

    [Fact]
    public async Task A_Python_server_that_computes_is_lost_and_its_connection_stays()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, heartbeat = 0.5 });
        await using ZeroRpcClient client = NewClient(server.Endpoint, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<LostRemoteException>(() => client.InvokeAsync("block", 2.5)).OrHang();

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal(0, Closed(""));
    }

    public void Dispose() => _logs.Dispose();

    private static Task WhenLost(ZeroRpcClient client)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ConnectionChanged += (_, changed) =>
        {
            if (changed.State == ZeroRpcConnectionState.Lost)
            {
                lost.TrySetResult();
            }
        };
        return lost.Task;
    }

    private ZeroRpcClient NewClient(string endpoint, TimeSpan? keepAlive) => new(endpoint, new ZeroRpcClientOptions
    {
        Heartbeat = TimeSpan.FromSeconds(0.5),
        KeepAliveTimeout = keepAlive,
        LoggerFactory = new LoggerFactory([_logs]),
        Linger = TimeSpan.Zero,
    });

    private int Closed(string reason) => _logs.Collector.GetSnapshot().Count(record =>
        record.Message.StartsWith("Closed the connection to ", StringComparison.Ordinal)
        && record.Message.Contains(reason, StringComparison.Ordinal));
}
