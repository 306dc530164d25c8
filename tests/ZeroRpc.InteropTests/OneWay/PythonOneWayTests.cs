using System.Collections.Concurrent;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OneWay;

/// <summary>Python's Pusher, Puller, Publisher and Subscriber at the other end, either side bound.</summary>
public sealed class PythonOneWayTests
{
    private const int LargeSize = 2 * 1024 * 1024;

    private static readonly object?[][] Events = [["nowhere"], ["lolita", "too few"], ["lolita", 1, 2], ["log", "hello", new { k = new[] { 1 } }]];

    public static MatrixTheoryData<Carrier, bool> Combinations { get; } = new([Carrier.NetMq, Carrier.Tcp, Carrier.Ipc], [true, false]);

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Python_pulls_what_we_push(Carrier carrier, bool pythonBinds)
    {
        await using var pusher = new ZeroRpcPusher(carrier.Carried(new ZeroRpcPusherOptions()));
        await using PeerProcess python = await StartAsync(carrier, "receiver", "puller", pusher, pythonBinds);

        await pusher.PushAsync("boom").OrHang();
        await pusher.PushAsync("lolita", 1, 2).OrHang();
        await pusher.PushAsync("log", "hello", new byte[] { 1 }, new Dictionary<string, object?> { ["k"] = new object?[] { 1 } }).OrHang();

        await AssertHeardAsync(python);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Python_hears_what_we_publish(Carrier carrier, bool pythonBinds)
    {
        await using var publisher = new ZeroRpcPublisher(carrier.Carried(new ZeroRpcPublisherOptions()));
        await using PeerProcess python = await StartAsync(carrier, "receiver", "subscriber", publisher, pythonBinds);
        await publisher.WaitForConnectionAsync(TestContext.Current.CancellationToken).OrHang();

        publisher.Publish("boom");
        publisher.Publish("lolita", 1, 2);
        publisher.Publish("log", "hello", new byte[] { 1 }, new Dictionary<string, object?> { ["k"] = new object?[] { 1 } });

        await AssertHeardAsync(python);
        Assert.Equal(0, publisher.DroppedCount);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task We_pull_what_Python_pushes(Carrier carrier, bool pythonBinds)
    {
        await using var puller = new ZeroRpcPuller(carrier.Carried(new ZeroRpcPullerOptions()));
        using BlockingCollection<string> got = Record(puller);
        await using PeerProcess python = await StartAsync(carrier, "sender", "pusher", puller, pythonBinds, Events);

        Assert.Equal(["failed nowhere", "failed lolita", "lolita 1 2", "log hello 1"], Take(got, 4));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task We_hear_what_Python_publishes(Carrier carrier, bool pythonBinds)
    {
        await using var subscriber = new ZeroRpcSubscriber(
            carrier.Carried(new ZeroRpcSubscriberOptions { Methods = { "lo*" } }));
        using BlockingCollection<string> got = Record(subscriber);
        await using PeerProcess python = await StartAsync(carrier, "sender", "publisher", subscriber, pythonBinds, Events);

        // They come again and again, from anywhere in a round on.
        string[] round = [.. Take(got, 6).SkipWhile(what => what != "failed lolita").Take(3)];
        Assert.Equal(["failed lolita", "lolita 1 2", "log hello 1"], round);
    }

    /// <summary>Python pushes 2 MiB, our handler pushes on what it got, and Python says how much came.</summary>
    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Large_events_go_through_us_from_Python_to_Python(Carrier carrier, bool pythonBinds)
    {
        await using var pusher = new ZeroRpcPusher(carrier.Carried(new ZeroRpcPusherOptions()));
        await using PeerProcess last = await StartAsync(carrier, "receiver", "puller", pusher, pythonBinds);
        await using var puller = new ZeroRpcPuller(carrier.Carried(new ZeroRpcPullerOptions()));
        puller.AddMethod("weigh", (byte[] weight) => pusher.PushAsync("weigh", weight));
        puller.Start();
        await using PeerProcess first = await StartAsync(
            carrier, "sender", "pusher", puller, pythonBinds, ["weigh", new Dictionary<string, int> { ["$zeros"] = LargeSize }]);

        Assert.Equal($$"""{"weighed": {{LargeSize}}, "zeros": {{LargeSize}}}""", (await last.ReadAsync()).GetRawText());
    }

    private static async Task<PeerProcess> StartAsync(
        Carrier carrier, string script, string type, ZeroRpcOneWay ours, bool pythonBinds, params object?[][] events)
    {
        if (pythonBinds)
        {
            PeerProcess bound = await Peer.Python.StartAsync(script, new { type, bind = carrier.NewEndpoint(), repeat = type == "publisher" }, events);
            ours.Connect(bound.Endpoint);
            return bound;
        }

        string endpoint = ours.Bind(carrier.NewEndpoint());
        return await Peer.Python.StartAsync(script, new { type, connect = endpoint, repeat = type == "publisher" }, events);
    }

    private static async Task AssertHeardAsync(PeerProcess python)
    {
        Assert.Equal("""{"called": "lolita", "args": [1, 2]}""", (await python.ReadAsync()).GetRawText());
        Assert.Equal("""{"called": "log", "args": ["hello", {"$bin": "01"}, {"k": [1]}]}""", (await python.ReadAsync()).GetRawText());
    }

    private static BlockingCollection<string> Record(ZeroRpcReceiver receiver)
    {
        BlockingCollection<string> got = [];
        receiver.AddMethod("lolita", (int a, int b) => got.Add($"lolita {a} {b}"));
        receiver.AddMethod("log", (string text, Dictionary<string, int[]> map) => got.Add($"log {text} {map["k"][0]}"));
        receiver.EventFailed += (_, failed) => got.Add($"failed {failed.Method}");
        receiver.Start();
        return got;
    }

    private static string[] Take(BlockingCollection<string> got, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => got.TryTake(out string? next, 60_000, TestContext.Current.CancellationToken) ? next : "nothing")];
}
