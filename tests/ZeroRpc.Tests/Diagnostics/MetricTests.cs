using System.Globalization;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>What is measured, asserted whole (docs/observe.md).</summary>
[Collection(nameof(Alone))]
public sealed class MetricTests() : BehaviourTest(Carrier.Memory)
{
    private readonly string _name = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task Calls_are_measured_on_both_sides()
    {
        using var made = new Metric<double>("rpc.client.call.duration");
        using var answered = new Metric<double>("rpc.server.call.duration");
        ZeroRpcClient client = ConnectToWork(() => Time.Advance(TimeSpan.FromMilliseconds(250)));

        await client.InvokeAsync("work").OrHang();

        Assert.Equal([$"0.25 rpc.method=work rpc.system.name=zerorpc server.address={_name}"], await made.ReadAsync(1));
        Assert.Equal(["0.25 rpc.method=work rpc.system.name=zerorpc"], await answered.ReadAsync(1));
    }

    [Fact]
    public async Task A_failed_call_is_measured_with_its_error()
    {
        using var made = new Metric<double>("rpc.client.call.duration");
        using var answered = new Metric<double>("rpc.server.call.duration");
        ZeroRpcClient client = ConnectToWork(void () => throw new RemoteException("KeyError", "no key"));

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("work").OrHang());

        const string Error = "error.type=KeyError rpc.method=work rpc.response.status_code=KeyError rpc.system.name=zerorpc";
        Assert.Equal([$"0 {Error} server.address={_name}"], await made.ReadAsync(1));
        Assert.Equal([$"0 {Error}"], await answered.ReadAsync(1));
    }

    [Fact]
    public async Task A_port_stands_beside_the_address_of_tcp()
    {
        using var made = new Metric<double>("rpc.client.call.duration");
        string endpoint = Serve(server => server.AddMethod("work", () => { }), endpoint: "tcp://127.0.0.1:0");

        await NewClient(FakeClientTime(heartbeat: null), endpoint).InvokeAsync("work").OrHang();

        Assert.Equal(
            [$"0 rpc.method=work rpc.system.name=zerorpc server.address=127.0.0.1 server.port={new Uri(endpoint).Port}"], await made.ReadAsync(1));
    }

    [Fact]
    public async Task Of_several_endpoints_the_one_that_was_called_is_told()
    {
        using var made = new Metric<double>("rpc.client.call.duration");
        string[] names = [$"{_name}-1", $"{_name}-2"];
        foreach (string name in names)
        {
            Serve(server => server.AddMethod("work", () => name), FakeServerTime(heartbeat: null), $"inproc://{name}");
        }

        string called = await NewClient(FakeClientTime(heartbeat: null), [.. names.Select(name => $"inproc://{name}")]).InvokeAsync<string>("work").OrHang();

        Assert.Equal([$"0 rpc.method=work rpc.system.name=zerorpc server.address={called}"], await made.ReadAsync(1));
    }

    [Fact]
    public async Task Items_of_streams_are_counted_where_they_are_sent_and_where_they_are_read()
    {
        using var items = new Metric<long>("zerorpc.stream.items");
        ZeroRpcClient client = ConnectToWork(() => AsyncEnumerable.Range(0, 2));

        await client.StreamAsync<int>("work").CountAsync(Aborted).AsTask().OrHang();

        Assert.Equal(
            [
                "1 rpc.method=work zerorpc.role=client",
                "1 rpc.method=work zerorpc.role=client",
                "1 rpc.method=work zerorpc.role=server",
                "1 rpc.method=work zerorpc.role=server",
            ],
            (await items.ReadAsync(4)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Live_channels_are_counted_by_role()
    {
        using var live = new Metric<int>("zerorpc.channels.live");
        string[] before = live.Observe(); // Other tests may have left some.
        var running = new Signal();
        var release = new Signal();
        ZeroRpcClient client = ConnectToWork(async () =>
        {
            running.Set();
            await release.WaitAsync();
        });

        Task call = client.InvokeAsync("work");
        await running.WaitAsync();
        string[] during = live.Observe();
        release.Set();
        await call.OrHang();

        Assert.Equal([OneMoreThan(before[0]), OneMoreThan(before[1])], during);
        Assert.EndsWith(" zerorpc.role=client", during[0], StringComparison.Ordinal);
        Assert.EndsWith(" zerorpc.role=server", during[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_nobody_subscribed_to_is_counted()
    {
        using var dropped = new Metric<long>("zerorpc.events.dropped");
        ZeroRpcPublisher publisher = Made(new ZeroRpcPublisher());
        publisher.Bind($"inproc://{_name}");

        publisher.Publish("news");

        Assert.Equal(["1 zerorpc.reason=no_subscriber"], await dropped.ReadAsync(1));
    }

    private static string OneMoreThan(string measured)
    {
        int space = measured.IndexOf(' ', StringComparison.Ordinal);
        return $"{int.Parse(measured[..space], CultureInfo.InvariantCulture) + 1}{measured[space..]}";
    }

    private ZeroRpcClient ConnectToWork(Delegate work, ZeroRpcClientOptions? client = null)
    {
        string endpoint = Serve(each => each.AddMethod("work", work), FakeServerTime(heartbeat: null), $"inproc://{_name}");
        return NewClient(client ?? FakeClientTime(heartbeat: null), endpoint);
    }
}
