using System.Text;
using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp.Mechanisms;

/// <summary>How a connection works with its mechanism, byte by byte.</summary>
public sealed class MechanismTests : IAsyncDisposable
{
    private readonly FakeLog _log = new();
    private readonly MaskSecurity _security = new(isServer: true);
    private readonly Started _server;
    private readonly string _endpoint;

    public MechanismTests()
    {
        _server = Transports.Start(new ZmtpTransport(
            Transports.Options(SocketRole.Router) with { Security = _security }, _log.Factory.CreateLogger("test")));
        _endpoint = _server.Transport.Bind("tcp://127.0.0.1:0");
    }

    [Fact]
    public void The_greeting_says_which_side_of_the_mechanism_we_are()
    {
        using var peer = BarePeer.Connect(_endpoint);

        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1, .. "MASK"u8, .. new byte[16], 1, .. new byte[31]], peer.ReadExactly(64));
    }

    [Fact]
    public void Two_servers_of_the_mechanism_part()
    {
        using var peer = BarePeer.Connect(_endpoint);
        byte[] greeting = BarePeer.Greeting(mechanism: "MASK");
        greeting[32] = 1;

        peer.Send(greeting);

        peer.AssertCutOff();
        _log.AssertSays("both sides are the server of the mechanism 'MASK'");
    }

    [Fact]
    public async Task Every_frame_after_the_handshake_is_sealed()
    {
        using BarePeer peer = Ready();
        peer.Send([.. Sealed(1, 1, []), .. Sealed(2, 0, "request"u8)]);

        IncomingMessage request = await _server.Sink.NextAsync();
        _server.Send("reply", request.Route);

        Assert.Equal("request", request.Text());
        Assert.Equal(Sealed(1, 1, []), peer.ReadExactly(11));
        Assert.Equal(Sealed(2, 0, "reply"u8), peer.ReadExactly(16));
    }

    [Fact]
    public void Commands_are_sealed_as_well()
    {
        using BarePeer peer = Ready();

        peer.Send(Sealed(1, 2, "\x04PING\x00\x01me"u8));

        Assert.Equal(Sealed(1, 2, "\x04PONGme"u8), peer.ReadExactly(18));
    }

    [Fact]
    public async Task A_large_body_is_sealed_into_memory_of_its_own()
    {
        using BarePeer peer = Ready();
        peer.Send([.. Sealed(1, 1, []), .. Sealed(2, 0, "request"u8)]);
        byte[] body = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];

        _server.Transport.Send(new OutgoingMessage((await _server.Sink.NextAsync()).Route, body));

        peer.ReadFrame();
        Assert.Equal(Sealed(2, 0, body)[9..], peer.ReadFrame().Payload);
        Assert.Equal(99_999 % 256, body[^1]); // The sender's own bytes are untouched.
    }

    [Theory]
    [InlineData(256, 1, "an identity or delimiter of 256 bytes; the limit is 255")]
    [InlineData(20_000, 2, "a command of 20,000 bytes; the limit is 16,384")]
    public void Frames_within_have_their_limits_too(int length, byte flags, string reason)
    {
        using BarePeer peer = Ready();

        peer.Send(Sealed(1, flags, new byte[length]));

        peer.AssertCutOff();
        _log.AssertSays(reason);
    }

    [Fact]
    public void A_sealed_frame_that_announces_too_much_is_refused_before_it_comes()
    {
        using BarePeer peer = Ready();

        peer.Send(2, 0, 0, 0, 0, 0x7F, 0, 0, 0);

        peer.AssertCutOff();
        _log.AssertSays("announces a sealed frame of 2,130,706,432 bytes; the limit is 1,000,009");
    }

    [Fact]
    public async Task The_decision_on_a_peer_may_come_later()
    {
        var asked = new TaskCompletionSource<MaskMechanism>(TaskCreationOptions.RunContinuationsAsynchronously);
        _security.OnHello = mechanism =>
        {
            asked.TrySetResult(mechanism);
            return [];
        };
        using BarePeer peer = Greeted();
        MaskMechanism pending = await asked.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

        pending.Host.Continue(pending.Ready);

        Assert.Equal("READY", Name(peer.ReadFrame().Payload));
        peer.Send([.. Sealed(1, 1, []), .. Sealed(2, 0, "request"u8)]);
        Assert.Equal("request", (await _server.Sink.NextAsync()).Text());
    }

    [Fact]
    public void A_refused_peer_is_told_why()
    {
        byte[] error = BarePeer.Command("ERROR", [3, .. "400"u8]);
        _security.OnHello = _ => throw new PeerFault("its key is not allowed") { Farewell = error };
        using BarePeer peer = Greeted();

        Assert.Equal(error, peer.ReadExactly(error.Length));
        peer.AssertCutOff();
        _log.AssertSays("its key is not allowed");
    }

    [Fact]
    public async Task A_peer_that_was_admitted_may_be_cut_off_later()
    {
        using BarePeer peer = Ready();
        peer.Send([.. Sealed(1, 1, []), .. Sealed(2, 0, "request"u8)]);
        PeerRoute route = (await _server.Sink.NextAsync()).Route;

        _security.Last!.Host.Continue(() => throw new PeerFault("its key is no longer allowed"));

        peer.AssertCutOff();
        Assert.Equal(route, await _server.Sink.NextGoneAsync());
    }

    [Fact]
    public async Task Mechanisms_are_disposed_with_their_connections_and_then_go_on_no_more()
    {
        MaskMechanism mechanism;
        using (Ready())
        {
            mechanism = _security.Last!;
            Assert.Equal(1, _security.Live);
        }

        await Transports.UntilAsync(() => _security.Live == 0);
        mechanism.Host.Continue(() => throw new InvalidOperationException("after the end"));
        using BarePeer another = Ready();
        Assert.Equal(1, _security.Live);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.DoesNotContain(_log.Messages, message => message.Contains("failed and was closed", StringComparison.Ordinal));
        await _server.DisposeAsync();
        Assert.Equal(0, _security.Live);
        _log.Dispose();
    }

    private BarePeer Greeted()
    {
        var peer = BarePeer.Connect(_endpoint);
        byte[] properties = BarePeer.Property("Socket-Type", "DEALER"u8.ToArray());
        peer.Send([.. BarePeer.Greeting(mechanism: "MASK"), .. BarePeer.Command("HELLO", properties)]);
        peer.ReadExactly(64);
        return peer;
    }

    private BarePeer Ready()
    {
        BarePeer peer = Greeted();
        Assert.Equal("READY", Name(peer.ReadFrame().Payload));
        return peer;
    }

    private static string Name(byte[] command) => Encoding.ASCII.GetString(command, 1, command[0]);

    private static byte[] Sealed(long number, byte flags, ReadOnlySpan<byte> payload)
    {
        byte[] bytes = new byte[9 + payload.Length];
        new MaskCipher().Seal(new FrameHeader((flags & 2) != 0, (flags & 1) != 0, payload.Length), payload, bytes);
        bytes[7] = (byte)number;
        return BarePeer.Frame(bytes);
    }
}
