using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>Clients that do CURVE wrongly: each is cut off with a line in the log, and the rest are served.</summary>
[Collection("Memory")]
public sealed class HostileClientTests : IAsyncDisposable
{
    private readonly FakeLog _log = new();
    private readonly Started _server;
    private readonly string _endpoint;
    private readonly BareCurve _curve = new();
    private readonly BarePeer _peer;

    public HostileClientTests()
    {
        _server = CurveTransports.Start(
            SocketRole.Router,
            CurveTransports.Server(new CurveAllowedClients(CurveTransports.ClientKeys.PublicKey)),
            _log.Factory.CreateLogger("test"),
            limits: ZmtpLimits.Default with { HandshakeTime = TimeSpan.FromSeconds(1) });
        _endpoint = _server.Transport.Bind("tcp://127.0.0.1:0");
        _peer = BarePeer.Connect(_endpoint);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("PLAIN")]
    public Task Who_wants_another_mechanism_is_cut_off(string mechanism)
    {
        _peer.Send([.. BarePeer.Greeting(mechanism: mechanism), .. BarePeer.Ready("DEALER")]);

        return AssertCutOffAsync($"the security mechanism '{mechanism}', and this side has 'CURVE'");
    }

    [Fact]
    public Task Who_says_READY_as_without_security_is_cut_off()
    {
        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Ready("DEALER")]);

        return AssertCutOffAsync("it says READY where HELLO belongs");
    }

    [Theory]
    [InlineData(193)]
    [InlineData(195)]
    [InlineData(0)]
    public Task A_HELLO_of_another_length_is_refused(int length)
    {
        byte[] hello = _curve.Hello();
        Array.Resize(ref hello, length);

        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", hello)]);

        return AssertCutOffAsync($"its HELLO has {length} bytes where 194 belong");
    }

    [Fact]
    public Task A_HELLO_of_another_version_is_refused()
    {
        byte[] hello = _curve.Hello();
        hello[0] = 2;

        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", hello)]);

        return AssertCutOffAsync("its HELLO is of version 2.0 of CURVE, and this side knows 1.0");
    }

    [Fact]
    public Task A_client_with_another_server_s_key_is_refused()
    {
        using var others = CurveKeyPair.Generate();

        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", new BareCurve(serverKey: others.PublicKey).Hello())]);

        return AssertCutOffAsync($"its HELLO is not for this server's key {CurveTransports.ServerKeys.PublicKey}");
    }

    [Theory]
    [InlineData(74)] // The client's key.
    [InlineData(113)] // The nonce.
    [InlineData(114)] // The box.
    [InlineData(193)]
    public Task A_HELLO_that_was_altered_is_refused(int at)
    {
        byte[] hello = _curve.Hello();
        hello[at] ^= 1;

        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", hello)]);

        return AssertCutOffAsync("its HELLO is not for this server's key");
    }

    [Fact]
    public Task A_HELLO_with_a_key_that_is_none_is_refused()
    {
        byte[] hello = _curve.Hello();
        Array.Clear(hello, 74, 32); // Whoever multiplies it gets zero, whatever the secret.

        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", hello)]);

        return AssertCutOffAsync("its HELLO is not for this server's key");
    }

    [Fact]
    public Task A_second_HELLO_is_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("HELLO", _curve.Hello()));

        return AssertCutOffAsync("it says HELLO where INITIATE belongs");
    }

    [Fact]
    public Task An_INITIATE_before_HELLO_is_refused()
    {
        _peer.Send([.. BareCurve.Greeting, .. BarePeer.Command("INITIATE", new byte[300])]);

        return AssertCutOffAsync("it says INITIATE where HELLO belongs");
    }

    [Fact]
    public Task An_INITIATE_that_is_too_short_is_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate()[..247]));

        return AssertCutOffAsync("its INITIATE has 247 bytes where 248 belong at least");
    }

    [Theory]
    [InlineData(0, "the cookie in its INITIATE is not the one that this connection was given")]
    [InlineData(95, "the cookie in its INITIATE is not the one that this connection was given")]
    [InlineData(103, "its INITIATE is not authentic")] // The nonce.
    [InlineData(104, "its INITIATE is not authentic")] // The box.
    [InlineData(250, "its INITIATE is not authentic")]
    public Task An_INITIATE_that_was_altered_is_refused(int at, string reason)
    {
        _curve.Begin(_peer);
        byte[] initiate = _curve.Initiate();
        initiate[at] ^= 1;

        _peer.Send(BarePeer.Command("INITIATE", initiate));

        return AssertCutOffAsync(reason);
    }

    [Fact]
    public Task Another_connection_s_cookie_is_refused_so_that_nothing_recorded_can_be_played_again()
    {
        using var victim = BarePeer.Connect(_endpoint);
        var recorded = new BareCurve();
        recorded.Handshake(victim);
        _curve.Begin(_peer);

        // The victim's INITIATE, whose box is good for the keys in the victim's cookie.
        _peer.Send(BarePeer.Command("INITIATE", recorded.Initiate()));

        return AssertCutOffAsync("the cookie in its INITIATE is not the one that this connection was given");
    }

    [Fact]
    public Task Who_does_not_own_the_key_that_he_names_is_refused()
    {
        using var others = CurveKeyPair.Generate();
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate(vouch: _curve.Vouch(from: others))));

        return AssertCutOffAsync($"its vouch is not from the owner of the key {CurveTransports.ClientKeys.PublicKey}");
    }

    [Fact]
    public Task A_vouch_for_another_short_term_key_is_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate(vouch: _curve.Vouch(shortTermKey: new byte[32]))));

        return AssertCutOffAsync("is for another connection or another server");
    }

    [Fact]
    public Task A_vouch_for_another_server_is_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate(vouch: _curve.Vouch(serverKey: CurveTransports.ClientKeys.PublicKey))));

        return AssertCutOffAsync("is for another connection or another server");
    }

    [Fact]
    public Task Metadata_that_is_none_is_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate(metadata: [200])));

        return AssertCutOffAsync("ends in the middle of a property");
    }

    [Fact]
    public Task A_socket_that_does_not_fit_is_refused_as_without_security()
    {
        _curve.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", _curve.Initiate(metadata: BareCurve.Metadata("SUB"))));

        return AssertCutOffAsync("it is a SUB, which does not go with a ROUTER");
    }

    [Fact]
    public async Task A_key_that_is_not_allowed_is_answered_by_ERROR_as_libzmq_does()
    {
        using var others = CurveKeyPair.Generate();
        var stranger = new BareCurve(others);
        stranger.Begin(_peer);

        _peer.Send(BarePeer.Command("INITIATE", stranger.Initiate()));

        Assert.Equal([4, 10, 5, .. "ERROR"u8, 3, .. "400"u8], _peer.ReadExactly(12));
        await AssertCutOffAsync($"its key {others.PublicKey} is not allowed here");
    }

    [Fact]
    public Task Messages_before_the_handshake_is_done_are_refused()
    {
        _curve.Begin(_peer);

        _peer.Send(_curve.Message(2, 0, "event"u8));

        return AssertCutOffAsync("it sends messages before the handshake is done");
    }

    [Fact]
    public Task What_is_not_encrypted_is_refused_after_the_handshake()
    {
        _curve.Handshake(_peer);

        _peer.Send([.. BarePeer.Frame([], flags: 1), .. BarePeer.Frame("event"u8.ToArray())]);

        return AssertCutOffAsync("it sends what is not encrypted");
    }

    [Fact]
    public Task A_command_that_is_not_encrypted_is_refused_as_well()
    {
        _curve.Handshake(_peer);

        _peer.Send(BarePeer.Command("PING", [0, 0]));

        return AssertCutOffAsync("it sends what is not encrypted");
    }

    [Fact]
    public Task A_MESSAGE_that_comes_again_is_refused()
    {
        _curve.Handshake(_peer);
        byte[] message = _curve.Message(3, 1, []);

        _peer.Send([.. message, .. message]);

        return AssertCutOffAsync("the nonce of a MESSAGE does not rise");
    }

    [Fact]
    public Task MESSAGEs_in_another_order_are_refused()
    {
        _curve.Handshake(_peer);

        _peer.Send([.. _curve.Message(4, 1, []), .. _curve.Message(3, 0, "event"u8)]);

        return AssertCutOffAsync("the nonce of a MESSAGE does not rise");
    }

    [Fact]
    public Task A_MESSAGE_with_a_nonce_of_the_handshake_is_refused()
    {
        _curve.Handshake(_peer);

        _peer.Send(_curve.Message(2, 0, "event"u8));

        return AssertCutOffAsync("the nonce of a MESSAGE does not rise");
    }

    [Theory]
    [InlineData(17)] // The nonce: it rises still, and is another one.
    [InlineData(18)] // The authenticator.
    [InlineData(36)] // The payload.
    public Task A_MESSAGE_that_was_altered_is_refused(int at)
    {
        _curve.Handshake(_peer);
        byte[] message = _curve.Message(256, 0, "event"u8);
        message[at] ^= 1;

        _peer.Send(message);

        return AssertCutOffAsync("a MESSAGE is not authentic");
    }

    [Fact]
    public Task A_MESSAGE_of_another_connection_is_refused()
    {
        _curve.Handshake(_peer);
        using var other = BarePeer.Connect(_endpoint);
        var others = new BareCurve();
        others.Handshake(other);

        _peer.Send(others.Message(3, 0, "event"u8));

        return AssertCutOffAsync("a MESSAGE is not authentic");
    }

    [Fact]
    public Task A_MESSAGE_that_is_too_short_is_refused()
    {
        _curve.Handshake(_peer);

        _peer.Send(BarePeer.Frame([.. "\u0007MESSAGE"u8, .. new byte[24]]));

        return AssertCutOffAsync("it sends what is not encrypted");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public Task Flags_that_mean_nothing_are_refused(byte flags)
    {
        _curve.Handshake(_peer);

        _peer.Send(_curve.Message(3, flags, "event"u8));

        return AssertCutOffAsync($"the flags of a MESSAGE are 0x0{flags}");
    }

    [Fact]
    public Task Who_is_silent_after_WELCOME_is_cut_off_after_the_handshake_time()
    {
        _curve.Begin(_peer);

        return AssertCutOffAsync("its handshake takes too long");
    }

    [Fact]
    public async Task A_nonce_may_leap_and_the_command_bit_stand_outside_too()
    {
        _curve.Handshake(_peer);
        byte[] body = _curve.Message(ulong.MaxValue, 0, "event"u8);
        body[0] = 4; // RFC 26 calls MESSAGE a command; libzmq sends it as a message.

        _peer.Send([.. _curve.Message(1000, 1, []), .. body]);

        Assert.Equal("event", (await _server.Sink.NextAsync()).Text());
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        Assert.False(_log.ReceiverFailed);
        Assert.DoesNotContain(_log.Messages, message => message.Contains("failed and was closed", StringComparison.Ordinal));
        await _server.DisposeAsync();
        _log.Dispose();
    }

    private async Task AssertCutOffAsync(string reason)
    {
        _peer.AssertCutOff();
        _log.AssertSays(reason);
        using var another = BarePeer.Connect(_endpoint);
        var good = new BareCurve();
        good.Handshake(another);
        another.Send(good.Event(3, "another"u8));
        IncomingMessage request = await _server.Sink.NextAsync();
        Assert.Equal("another", request.Text());
        _server.Send("reply", request.Route);
        Assert.Equal([(1, ""), (0, "reply")], [good.Open(another.ReadFrame().Payload), good.Open(another.ReadFrame().Payload)]);
    }
}
