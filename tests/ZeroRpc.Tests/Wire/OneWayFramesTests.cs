using System.Text.Json;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Behaviour.OneWay;
using ZeroRpc.Tests.Docs;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Wire;

/// <summary>
/// Pushed and published events have the very bytes of Python's, and Python's are understood (docs/protocol.md, section 1).
/// </summary>
public sealed class OneWayFramesTests() : OneWayTest(Carrier.Tcp)
{
    // The header's array and map, "message_id", and the id's bin 8 with its length, stand before the id's 32 characters.
    private const int IdStart = 1 + 1 + 11 + 2;
    private const int IdLength = 32;

    private static readonly byte[] Raw = "raw"u8.ToArray();

    [Theory]
    [InlineData("push-pull")]
    [InlineData("pub-sub")]
    public async Task Our_frames_are_the_recorded_ones_but_for_the_id(string pattern)
    {
        await using Started raw = Transports.StartNetMq(pattern == "push-pull" ? SocketRole.Pull : SocketRole.Subscribe);
        string endpoint = raw.Transport.Bind(NewEndpoint());
        byte[][] recorded = Recorded(pattern);

        await SendAsync(pattern, endpoint, "lolita", 1, 2);
        Assert.Equal(WithoutId(recorded[0]), WithoutId((await raw.Sink.NextAsync()).Body.ToArray()));
        await SendAsync(pattern, endpoint, "log", "hello", Raw, new Dictionary<string, object?> { ["k"] = new object?[] { 1 } });
        Assert.Equal(WithoutId(recorded[1]), WithoutId((await raw.Sink.NextAsync()).Body.ToArray()));
    }

    [Theory]
    [InlineData("push-pull")]
    [InlineData("pub-sub")]
    public async Task Recorded_frames_run_our_methods(string pattern)
    {
        bool pushed = pattern == "push-pull";
        ZeroRpcReceiver receiver = pushed ? NewPuller() : NewSubscriber();
        receiver.AddMethod("lolita", (int a, int b) => Note($"lolita {a} {b}"));
        receiver.AddMethod("log", (string text, byte[] bytes, Dictionary<string, int[]> map) =>
            Note($"log {text} {Convert.ToHexString(bytes)} {map["k"][0]}"));
        await using Started raw = await StartRawAsync(pushed ? SocketRole.Push : SocketRole.Publish, receiver);

        foreach (byte[] frame in Recorded(pattern))
        {
            raw.Transport.Send(new OutgoingMessage(PeerRoute.None, frame));
        }

        Assert.Equal("lolita 1 2", Next());
        Assert.Equal("log hello 726177 1", Next());
    }

    [Theory]
    [InlineData("no header", "93c0a46e6f746591a178")]
    [InlineData("an empty header", "9380a46e6f746591a178")]
    [InlineData("another version", "9381a17609a46e6f746591a178")]
    [InlineData("a version that is no number", "9381a176a178a46e6f746591a178")]
    [InlineData("a response_to", "9381ab726573706f6e73655f746f01a46e6f746591a178")]
    [InlineData("a name that is bin", "9380c4046e6f746591a178")]
    [InlineData("bytes behind the event", "9380a46e6f746591a178ff")]
    public async Task The_header_plays_no_part(string what, string frame)
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        await using Started raw = await StartRawAsync(SocketRole.Push, puller);

        raw.Transport.Send(new OutgoingMessage(PeerRoute.None, Convert.FromHexString(frame)));

        Assert.Equal("x", Next());
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("", "a message with an empty event came")]
    [InlineData("c1", "")]
    [InlineData("9280a46e6f7465", "an event must be an array of 3")]
    [InlineData("938001910a", "the name is not a string")]
    [InlineData("9380a46e6f7465dd7fffffff", "")]
    public async Task What_is_no_event_is_reported_and_ends_nothing(string frame, string says)
    {
        using var log = new FakeLog();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { LoggerFactory = log.Factory, Linger = TimeSpan.Zero });
        puller.AddMethod("note", Note);
        puller.EventFailed += (_, failed) => Note($"{failed.Exception.GetType().Name} {failed.Method}");
        await using Started raw = await StartRawAsync(SocketRole.Push, puller);

        raw.Transport.Send(new OutgoingMessage(PeerRoute.None, Convert.FromHexString(frame)));
        raw.Transport.Send(new OutgoingMessage(PeerRoute.None, Convert.FromHexString("9380a46e6f746591a178")));

        Assert.Equal("ProtocolException ", Next());
        Assert.Equal("x", Next());
        Assert.Equal(1, puller.FailedCount);
        log.AssertSays($"that is not an event: {says}");
        Assert.False(log.ReceiverFailed);
    }

    [Fact]
    public async Task Args_that_are_no_array_are_refused_by_the_methods_name()
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        puller.EventFailed += (_, failed) => Note($"{failed.Method}: {failed.Exception.Message}");
        await using Started raw = await StartRawAsync(SocketRole.Push, puller);

        raw.Transport.Send(new OutgoingMessage(PeerRoute.None, Convert.FromHexString("9380a46e6f7465a178")));

        Assert.StartsWith("note: note() takes an array of arguments", Next(), StringComparison.Ordinal);
    }

    private static byte[][] Recorded(string pattern)
    {
        string path = Path.Combine(Markdown.Root, "tests", "ZeroRpc.Tests", "Transcripts", "push-pull-and-pub-sub.json");
        using JsonDocument records = JsonDocument.Parse(File.ReadAllText(path));
        return [.. records.RootElement.EnumerateArray()
            .Where(record => record.GetProperty("pattern").GetString() == pattern)
            .Select(record => Convert.FromHexString(record.GetProperty("frames").EnumerateArray().Single().GetString()!))];
    }

    private static string WithoutId(byte[] frame)
    {
        frame.AsSpan(IdStart, IdLength).Clear();
        return Convert.ToHexString(frame);
    }

    private async Task SendAsync(string pattern, string endpoint, string method, params object?[] args)
    {
        if (pattern == "push-pull")
        {
            await NewPusher(null, endpoint).PushAsync(method, args).OrHang();
            return;
        }

        ZeroRpcPublisher publisher = NewPublisher();
        publisher.Connect(endpoint);
        await publisher.WaitForConnectionAsync(Aborted).OrHang();
        publisher.Publish(method, args);
    }

    private async Task<Started> StartRawAsync(SocketRole role, ZeroRpcReceiver receiver)
    {
        Started raw = Transports.StartNetMq(role);
        raw.Transport.Connect(receiver.Bind(NewEndpoint()));
        receiver.Start();
        await UntilAsync(() => raw.Transport.IsConnected == true);
        return raw;
    }
}
