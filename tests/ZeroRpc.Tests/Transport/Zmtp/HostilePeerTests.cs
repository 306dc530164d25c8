using System.Text;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>What peers that are not ours, or mean no good, send to a router, byte by byte: they are cut off with a reason, and the rest go on.</summary>
[Collection("Memory")]
public sealed class HostilePeerTests : IAsyncDisposable
{
    private static readonly byte[] Small = "event"u8.ToArray();

    private readonly FakeLog _log = new();
    private readonly Started _server;
    private readonly string _endpoint;

    public HostilePeerTests()
    {
        _server = Start(new ZmtpLimits(Connections: 8, Handshakes: 4, HandshakesPerAddress: 4, TimeSpan.FromMilliseconds(500)));
        _endpoint = _server.Transport.Bind("tcp://127.0.0.1:0");
    }

    public static TheoryData<string, byte[]> Greetings => new()
    {
        { "its first byte is no signature", "GET / HTTP/1.1\r\n"u8.ToArray() },
        { "its first byte is no signature", [0x01, 0x00] },
        { "ZMTP 1, which is too old", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7E] },
        { "ZMTP 1, which is too old", BarePeer.Greeting(major: 0) },
        { "ZMTP 2, which is too old", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5] },
        { "ZMTP 2, which is too old", BarePeer.Greeting(major: 2) },
        { "the security mechanism 'PLAIN', and this side has 'NULL'", BarePeer.Greeting(mechanism: "PLAIN") },
        { "the security mechanism 'CURVE', and this side has 'NULL'", BarePeer.Greeting(mechanism: "CURVE") },
    };

    public static TheoryData<string, byte[]> Handshakes => new()
    {
        { "sends messages before the handshake is done", BarePeer.Frame(Small) },
        { "sends messages before the handshake is done", [2, 0, 0, 0, 0, 0x7F, 0, 0, 0] },
        { "it says HELLO where READY belongs", BarePeer.Command("HELLO", new byte[194]) },
        { "it refuses us: go away?", BarePeer.Command("ERROR", [8, .. "go away\n"u8]) },
        { "a command has no name", BarePeer.Frame([], flags: 4) },
        { "a command has no name", BarePeer.Frame([9, .. "READY"u8], flags: 4) },
        { "does not say what type of socket it is", BarePeer.Command("READY", []) },
        { "ends in the middle of a property", BarePeer.Command("READY", [11, .. "Socket-Type"u8, 0, 0, 0, 200, .. "DEALER"u8]) },
        { "ends in the middle of a property", BarePeer.Command("READY", [11, .. "Socket-Type"u8, 0xFF, 0xFF, 0xFF, 0xFF]) },
        { "a property without a name, or one twice", BarePeer.Command("READY", BarePeer.Property("", [1])) },
        { "a property without a name, or one twice", BarePeer.Ready("DEALER", null, BarePeer.Property("socket-type", [1])) },
        { "its identity is 256 bytes long", BarePeer.Ready("DEALER", new byte[256]) },
        { "it is a SUB, which does not go with a ROUTER", BarePeer.Ready("SUB") },
        { "it is a ?, which does not go with a ROUTER", BarePeer.Ready("\n") },
        { "announces a command of 16,385 bytes", [6, 0, 0, 0, 0, 0, 0, 0x40, 1] },
        { "announces a command of 4,294,967,296 bytes", [6, 0, 0, 0, 1, 0, 0, 0, 0] },
        { "a frame's flags are 0x08", [8, 0] },
        { "a frame's flags are 0x05", [5, 0] },
        { "a frame's length has its highest bit set", [6, 0x80, 0, 0, 0, 0, 0, 0, 0] },
    };

    public static TheoryData<string, byte[]> Traffic => new()
    {
        { "announces a message of 4,000,001 bytes", [2, 0, 0, 0, 0, 0, 0x3D, 0x09, 0x01] },
        { "announces a message of 2,147,483,648 bytes", [2, 0, 0, 0, 0, 0x80, 0, 0, 0] },
        { "announces an identity or delimiter of 256 bytes", [3, 0, 0, 0, 0, 0, 0, 1, 0] },
        { "a message of more than 17 frames", [.. Enumerable.Repeat(new byte[] { 1, 0 }, 17).SelectMany(frame => frame)] },
        { "its PING says 1 bytes", BarePeer.Command("PING", [1]) },
        { "its PING says 19 bytes", BarePeer.Command("PING", new byte[19]) },
        { "it has an error: oh dear", BarePeer.Command("ERROR", [7, .. "oh dear"u8]) },
        { "a frame's flags are 0xff", [0xFF, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task Who_greets_wrongly_is_cut_off_with_the_reason(string reason, byte[] greeting)
    {
        using var peer = BarePeer.Connect(_endpoint);

        peer.Send(greeting);

        peer.AssertCutOff();
        _log.AssertSays(reason);
        await AssertOthersAreServedAsync();
    }

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task Who_is_wrong_in_the_handshake_is_cut_off_with_the_reason(string reason, byte[] bytes)
    {
        using var peer = BarePeer.Connect(_endpoint);

        peer.Send([.. BarePeer.Greeting(), .. bytes]);

        peer.AssertCutOff();
        _log.AssertSays(reason);
        await AssertOthersAreServedAsync();
    }

    [Theory]
    [MemberData(nameof(Traffic))]
    public async Task Who_breaks_a_limit_later_is_cut_off_with_the_reason(string reason, byte[] bytes)
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER");

        peer.Send(bytes);

        peer.AssertCutOff();
        _log.AssertSays(reason);
        await AssertOthersAreServedAsync();
    }

    [Fact]
    public async Task A_peer_that_is_silent_is_cut_off_after_the_handshake_time()
    {
        using var peer = BarePeer.Connect(_endpoint);

        peer.AssertCutOff();
        _log.AssertSays("its handshake takes too long");
        await AssertOthersAreServedAsync();
    }

    [Fact]
    public async Task Bytes_may_come_one_by_one()
    {
        using var peer = BarePeer.Connect(_endpoint);

        foreach (byte b in (byte[])[.. BarePeer.Greeting(), .. BarePeer.Ready("DEALER"), .. BarePeer.Frame([], flags: 1), .. BarePeer.Frame(Small)])
        {
            peer.Send(b);
        }

        Assert.Equal("event", (await _server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task All_may_come_at_once()
    {
        using var peer = BarePeer.Connect(_endpoint);

        peer.Send([.. BarePeer.Greeting(minor: 1), .. BarePeer.Ready("REQ"), .. BarePeer.Frame([], flags: 1), .. BarePeer.Frame(Small)]);

        Assert.Equal("event", (await _server.Sink.NextAsync()).Text());
    }

    [Fact]
    public void Our_greeting_and_READY_are_those_of_the_specification()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Send(BarePeer.Greeting());

        byte[] greeting = peer.ReadExactly(64);
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1, .. "NULL"u8, .. new byte[48]], greeting);
        Assert.Equal(
            [4, 41, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8, 8, .. "Identity"u8, 0, 0, 0, 0],
            peer.ReadExactly(43));
    }

    [Fact]
    public void A_PING_is_answered_by_a_PONG_with_its_context()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER", minor: 1);

        peer.Send(BarePeer.Command("PING", [0, 10, .. "context"u8]));

        Assert.Equal((4, "\u0004PONGcontext"), Text(peer.ReadFrame()));
    }

    [Fact]
    public async Task Commands_and_properties_that_nobody_knows_do_no_harm()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Send([.. BarePeer.Greeting(), .. BarePeer.Ready("DEALER", null, BarePeer.Property("X-Unknown", [1, 2, 3]))]);

        peer.Send(BarePeer.Command("NEWS", [1, 2, 3]));
        peer.SendEvent(Small);

        Assert.Equal("event", (await _server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task The_identity_that_a_peer_asks_for_is_its_route()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER", "me"u8.ToArray());
        peer.SendEvent(Small);

        PeerRoute route = (await _server.Sink.NextAsync()).Route;
        Assert.Equal(new PeerRoute("me"u8.ToArray()), route);

        // A route that somebody remembered leads there as well.
        _server.Send("reply", new PeerRoute("me"u8.ToArray()));
        Assert.Equal("reply", Encoding.UTF8.GetString(peer.ReadEvent()));
    }

    [Fact]
    public async Task A_second_peer_of_the_same_identity_is_cut_off_and_the_first_stays()
    {
        using var first = BarePeer.Connect(_endpoint);
        first.Handshake("DEALER", "me"u8.ToArray());
        first.SendEvent(Small);
        PeerRoute route = (await _server.Sink.NextAsync()).Route;
        using var second = BarePeer.Connect(_endpoint);
        second.Handshake("DEALER", "me"u8.ToArray());

        second.AssertCutOff();
        _server.Send("reply", route);

        Assert.Equal("reply", Encoding.UTF8.GetString(first.ReadEvent()));
        _log.AssertSays("another peer has its identity, 6d65");
    }

    [Fact]
    public async Task Devices_on_the_way_are_part_of_the_route_there_and_back()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER");
        peer.Send([.. BarePeer.Frame("outer"u8.ToArray(), flags: 1), .. BarePeer.Frame("inner"u8.ToArray(), flags: 1)]);
        peer.SendEvent(Small);
        PeerRoute route = (await _server.Sink.NextAsync()).Route;
        Assert.Equal(["outer"u8.ToArray(), "inner"u8.ToArray()], route.Identity[1..].ToArray());

        _server.Send("reply", route);

        Assert.Equal([(1, "outer"), (1, "inner"), (1, ""), (0, "reply")], Enumerable.Range(0, 4).Select(_ => Text(peer.ReadFrame())));
        peer.Dispose();
        Assert.Equal(route, await _server.Sink.NextGoneAsync());
    }

    [Fact]
    public async Task An_empty_event_is_reported_and_the_peer_goes_on()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER");

        peer.SendEvent([]);
        peer.SendEvent(Small);

        Assert.Equal("a message with an empty event came", (await _server.Sink.NextMalformedAsync()).Reason);
        Assert.Equal("event", (await _server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task More_peers_than_may_be_are_refused_until_others_go()
    {
        var peers = new List<BarePeer>();
        for (int i = 0; i < 8; i++)
        {
            peers.Add(BarePeer.Connect(_endpoint));
            peers[i].Handshake("DEALER");
            peers[i].SendEvent(Small);
            await _server.Sink.NextAsync();
        }

        using var tooMany = BarePeer.Connect(_endpoint);
        tooMany.AssertCutOff();
        _log.AssertSays("8 peers are connected already");
        peers.ForEach(peer => peer.Dispose());
        await _server.Sink.NextGoneAsync();

        await AssertOthersAreServedAsync();
    }

    [Theory]
    [InlineData(4, 100)]
    [InlineData(100, 4)]
    public async Task The_oldest_unfinished_handshake_makes_room_for_a_new_peer(int handshakes, int perAddress)
    {
        await using Started server = Start(new ZmtpLimits(Connections: 100, handshakes, perAddress, TimeSpan.FromHours(1)));
        string endpoint = server.Transport.Bind("tcp://127.0.0.1:0");
        using var established = BarePeer.Connect(endpoint);
        established.Handshake("DEALER");
        BarePeer[] silent = [.. Enumerable.Range(0, 4).Select(_ => ConnectSilently(endpoint))];

        using var honest = BarePeer.Connect(endpoint);
        honest.Handshake("DEALER");
        honest.SendEvent(Small);
        established.SendEvent(Small);

        Assert.Equal(["event", "event"], [(await server.Sink.NextAsync()).Text(), (await server.Sink.NextAsync()).Text()]);
        silent[0].AssertCutOff();
        _log.AssertSays("its handshake was the oldest of too many that had not completed");
        Array.ForEach(silent, peer => peer.Dispose());
    }

    [Fact]
    public async Task An_unfinished_handshake_makes_room_where_all_connections_are_taken()
    {
        await using Started server = Start(new ZmtpLimits(Connections: 4, 100, 100, TimeSpan.FromHours(1)));
        string endpoint = server.Transport.Bind("tcp://127.0.0.1:0");
        BarePeer[] silent = [.. Enumerable.Range(0, 4).Select(_ => ConnectSilently(endpoint))];

        using var honest = BarePeer.Connect(endpoint);
        honest.Handshake("DEALER");
        honest.SendEvent(Small);

        Assert.Equal("event", (await server.Sink.NextAsync()).Text());
        Array.ForEach(silent, peer => peer.Dispose());
    }

    [Fact]
    public async Task Announcing_much_and_sending_nothing_costs_little_memory()
    {
        await using Started server = Transports.Start(
            new ZmtpTransport(Transports.Options(SocketRole.Router) with { MaxMessageSize = int.MaxValue - 100 }, _log.Factory.CreateLogger("test")));
        string endpoint = server.Transport.Bind("tcp://127.0.0.1:0");
        long before = GC.GetTotalAllocatedBytes(precise: true);
        BarePeer[] peers = [.. Enumerable.Range(0, 8).Select(_ => BarePeer.Connect(endpoint))];
        foreach (BarePeer peer in peers)
        {
            peer.Handshake("DEALER");
            peer.SendEvent(Small);
            await server.Sink.NextAsync();
            peer.Send([2, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0x00, .. new byte[100_000]]);
            peer.Dispose();
            await server.Sink.NextGoneAsync();
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100_000_000);
    }

    [Fact]
    public async Task A_peer_that_asks_and_reads_no_answer_makes_nothing_grow()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER");
        byte[] ping = BarePeer.Command("PING", new byte[18]);
        byte[] pings = [.. Enumerable.Repeat(ping, 1000).SelectMany(one => one)];

        long begin = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 1000; i++)
        {
            peer.Send(pings);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - begin, long.MinValue, 8_000_000);
        await AssertOthersAreServedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Assert.False(_log.ReceiverFailed);
        Assert.DoesNotContain(_log.Messages, message => message.Contains("failed and was closed", StringComparison.Ordinal));
        await _server.DisposeAsync();
        _log.Dispose();
    }

    private Started Start(ZmtpLimits limits) => Transports.Start(
        new ZmtpTransport(Transports.Options(SocketRole.Router), _log.Factory.CreateLogger("test"), limits));

    /// <summary>Connects and says nothing. The server knows the connection when this returns.</summary>
    private static BarePeer ConnectSilently(string endpoint)
    {
        var peer = BarePeer.Connect(endpoint);
        peer.ReadExactly(64);
        return peer;
    }

    private async Task AssertOthersAreServedAsync()
    {
        using var peer = BarePeer.Connect(_endpoint);
        peer.Handshake("DEALER");
        peer.SendEvent("another"u8.ToArray());
        Assert.Equal("another", (await _server.Sink.NextAsync()).Text());
    }

    private static (int Flags, string Text) Text((byte Flags, byte[] Payload) frame) => (frame.Flags, Encoding.UTF8.GetString(frame.Payload));
}
