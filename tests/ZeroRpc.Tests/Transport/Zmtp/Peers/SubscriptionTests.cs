using System.Net.Sockets;
using System.Text;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>What publishers and subscribers say to each other, byte by byte, as libzmq does before and since ZMTP 3.1; and to whom they speak.</summary>
public sealed class SubscriptionTests : IAsyncDisposable
{
    private readonly FakeLog _log = new();
    private readonly Started _publisher;
    private readonly string _endpoint;

    public SubscriptionTests()
    {
        _publisher = Start(SocketRole.Publish);
        _endpoint = _publisher.Transport.Bind("tcp://127.0.0.1:0");
    }

    public static TheoryData<string, byte[], byte[]> Forms => new()
    {
        { "SUB", Message(1, "news"), Message(0, "news") },
        { "XSUB", Message(1, "news"), Message(0, "news") },
        { "SUB", BarePeer.Command("SUBSCRIBE", "news"u8.ToArray()), BarePeer.Command("CANCEL", "news"u8.ToArray()) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_subscriber_gets_what_begins_with_its_topic_until_it_cancels(string type, byte[] subscribe, byte[] cancel)
    {
        using var subscriber = BarePeer.Connect(_endpoint);
        subscriber.Handshake(type, minor: 1);
        Assert.False(_publisher.Transport.IsConnected);

        subscriber.Send([.. subscribe, .. subscribe]);
        await Transports.UntilAsync(() => _publisher.Transport.IsConnected == true);
        _publisher.Send("gossip");
        _publisher.Send("newspaper");
        subscriber.Send(cancel);
        await Transports.UntilAsync(() => _publisher.Transport.IsConnected == false);
        _publisher.Send("newsreel");
        subscriber.Send(Message(1, ""));
        await Transports.UntilAsync(() => _publisher.Transport.IsConnected == true);
        _publisher.Send("all");

        Assert.Equal([(0, "newspaper"), (0, "all")], Enumerable.Range(0, 2).Select(_ => Text(subscriber.ReadFrame())));
        Assert.Equal(DropReason.NobodySubscribes, await _publisher.Sink.NextDroppedAsync());
    }

    [Fact]
    public async Task What_else_a_subscriber_says_does_no_harm()
    {
        using var subscriber = BarePeer.Connect(_endpoint);
        subscriber.Handshake("SUB");

        subscriber.Send([
            .. BarePeer.Frame([]), .. BarePeer.Frame([2, 3], flags: 1), .. BarePeer.Frame("who cares"u8.ToArray()),
            .. Message(0, "never subscribed"), .. BarePeer.Command("NEWS", [1]), .. Message(1, "")]);
        await Transports.UntilAsync(() => _publisher.Transport.IsConnected == true);
        _publisher.Send("news");

        Assert.Equal((0, "news"), Text(subscriber.ReadFrame()));
    }

    [Fact]
    public void Who_subscribes_to_too_much_is_cut_off()
    {
        using var subscriber = BarePeer.Connect(_endpoint);
        subscriber.Handshake("SUB");

        subscriber.Send([.. Enumerable.Range(0, PublishPipe.MaxTopics + 1).SelectMany(number => Message(1, $"{number}"))]);

        subscriber.AssertCutOff();
        _log.AssertSays("it subscribes to more than 1,000 topics");
    }

    [Fact]
    public void A_topic_that_is_too_long_is_cut_off()
    {
        using var subscriber = BarePeer.Connect(_endpoint);
        subscriber.Handshake("SUB");

        subscriber.Send(BarePeer.Frame([1, .. new byte[16 * 1024]]));

        subscriber.AssertCutOff();
        _log.AssertSays("it announces a message of 16,385 bytes; the limit is 16,384");
    }

    [Theory]
    [InlineData(0, 0, "\u0001")]
    [InlineData(1, 4, "\u0009SUBSCRIBE")]
    internal async Task Our_subscriber_asks_for_everything_in_the_form_that_the_publisher_s_version_has(byte minor, int flags, string text)
    {
        using Socket listener = BarePeer.Listen(out string endpoint);
        await using Started subscriber = Start(SocketRole.Subscribe);
        subscriber.Transport.Connect(endpoint);
        using var publisher = BarePeer.Accept(listener);
        publisher.Handshake("XPUB", minor: minor);

        Assert.Equal((flags, text), Text(publisher.ReadFrame()));
        publisher.Send([.. BarePeer.Frame("topic"u8.ToArray(), flags: 1), .. BarePeer.Frame("event"u8.ToArray())]);

        Assert.Equal("event", (await subscriber.Sink.NextAsync()).Text());
    }

    [Theory]
    [InlineData(SocketRole.Push, "PUSH", "PULL")]
    [InlineData(SocketRole.Pull, "PULL", "PUSH")]
    [InlineData(SocketRole.Publish, "PUB", "SUB", "XSUB")]
    [InlineData(SocketRole.Subscribe, "SUB", "PUB", "XPUB")]
    internal async Task Peers_of_other_types_are_cut_off(SocketRole role, string name, params string[] fitting)
    {
        await using Started ours = Start(role);
        string endpoint = ours.Transport.Bind("tcp://127.0.0.1:0");
        foreach (string type in (string[])["PUSH", "PULL", "PUB", "SUB", "XPUB", "XSUB", "DEALER", "ROUTER", "REQ", "REP", "PAIR"])
        {
            using var peer = BarePeer.Connect(endpoint);
            Assert.Equal($"\u0005READY\u000bSocket-Type\0\0\0{(char)name.Length}{name}", Encoding.ASCII.GetString(peer.Handshake(type)));
            if (fitting.Contains(type))
            {
                await Transports.UntilAsync(() => ours.Transport.PeerCount > 0);
            }
            else
            {
                peer.AssertCutOff();
                _log.AssertSays($"it is a {type}, which does not go with a {name}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        _log.Dispose();
    }

    private Started Start(SocketRole role) => Transports.Start(new ZmtpTransport(Transports.Options(role), _log.Factory.CreateLogger("test")));

    private static byte[] Message(byte first, string topic) => BarePeer.Frame([first, .. Encoding.ASCII.GetBytes(topic)]);

    private static (int Flags, string Text) Text((byte Flags, byte[] Payload) frame) => (frame.Flags, Encoding.ASCII.GetString(frame.Payload));
}
