using System.Collections.Concurrent;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OneWay;

/// <summary>Bare libzmq sockets at the other end, with the frames that were recorded between Python's.</summary>
public sealed class RawOneWayTests
{
    private static readonly byte[] Raw = "raw"u8.ToArray();

    [Fact]
    public async Task What_we_push_is_one_frame_with_the_recorded_name_and_args()
    {
        await using RawPeer pull = await RawPeer.OneWayAsync("pull");
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(pull.Endpoint);

        await pusher.PushAsync("lolita", 1, 2).OrHang();
        await pusher.PushAsync("log", "hello", Raw, new Dictionary<string, object?> { ["k"] = new object?[] { 1 } }).OrHang();

        await AssertRecordedAsync(pull, "push-pull");
    }

    [Fact]
    public async Task What_we_publish_is_one_frame_with_the_recorded_name_and_args()
    {
        await using RawPeer sub = await RawPeer.OneWayAsync("sub");
        await using var publisher = new ZeroRpcPublisher();
        publisher.Connect(sub.Endpoint);
        await publisher.WaitForConnectionAsync(TestContext.Current.CancellationToken).OrHang();

        publisher.Publish("lolita", 1, 2);
        publisher.Publish("log", "hello", Raw, new Dictionary<string, object?> { ["k"] = new object?[] { 1 } });

        await AssertRecordedAsync(sub, "pub-sub");
    }

    [Fact]
    public async Task Recorded_pushes_run_our_methods_whatever_stands_before_the_event()
    {
        await using RawPeer push = await RawPeer.OneWayAsync("push");
        await using var puller = new ZeroRpcPuller();
        using BlockingCollection<string> got = Record(puller, push.Endpoint);
        byte[][] frames = Recorded("push-pull");

        await push.SendAsync(frames[0]);
        await push.SendAsync([], frames[1]);
        await push.SendAsync([], [], frames[0]);

        Assert.Equal("lolita 1 2", Next(got));
        Assert.Equal("log hello", Next(got));
        Assert.Equal("lolita 1 2", Next(got));
    }

    [Fact]
    public async Task Recorded_publications_run_our_methods()
    {
        await using RawPeer pub = await RawPeer.OneWayAsync("pub");
        await using var subscriber = new ZeroRpcSubscriber();
        using BlockingCollection<string> got = Record(subscriber, pub.Endpoint);
        byte[] frame = Recorded("pub-sub")[0];

        // Only the publisher knows when it has heard of a subscriber, so it says it again until then.
        string? heard;
        do
        {
            await pub.SendAsync(frame);
        }
        while (!got.TryTake(out heard, 20, TestContext.Current.CancellationToken));

        Assert.Equal("lolita 1 2", heard);
    }

    [Fact]
    public async Task A_peer_of_another_kind_is_not_spoken_to_and_ends_nothing()
    {
        await using var puller = new ZeroRpcPuller();
        string endpoint = puller.Bind(Peer.AnyPort);
        using BlockingCollection<string> got = Record(puller);
        await using RawPeer dealer = await RawPeer.DealerAsync(endpoint);
        await dealer.SendAsync([], Recorded("push-pull")[0]);
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(endpoint);

        await pusher.PushAsync("log", "hello", Raw, new Dictionary<string, object?>()).OrHang();

        Assert.Equal("log hello", Next(got));
    }

    private static async Task AssertRecordedAsync(RawPeer peer, string pattern)
    {
        foreach (byte[] recorded in Recorded(pattern))
        {
            byte[] frame = Assert.Single(await peer.ReceiveAsync());
            Assert.Equal(Convert.ToHexString(RawEvent.NameAndArgs(recorded)), Convert.ToHexString(RawEvent.NameAndArgs(frame)));
        }
    }

    private static BlockingCollection<string> Record(ZeroRpcReceiver receiver, params string[] endpoints)
    {
        BlockingCollection<string> got = [];
        receiver.AddMethod("lolita", (int a, int b) => got.Add($"lolita {a} {b}"));
        receiver.AddMethod("log", (string text, byte[] _, object? _) => got.Add($"log {text}"));
        receiver.Connect(endpoints);
        receiver.Start();
        return got;
    }

    private static string Next(BlockingCollection<string> got) => got.TryTake(out string? next, 60_000, TestContext.Current.CancellationToken) ? next : "nothing";

    private static byte[][] Recorded(string pattern)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Transcripts", "push-pull-and-pub-sub.json");
        using JsonDocument records = JsonDocument.Parse(File.ReadAllText(path));
        return [.. records.RootElement.EnumerateArray()
            .Where(record => record.GetProperty("pattern").GetString() == pattern)
            .Select(record => Convert.FromHexString(record.GetProperty("frames").EnumerateArray().Single().GetString()!))];
    }
}
