using System.Text;
using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>Our two sides of CURVE beside what libzmq's sides sent, byte by byte.</summary>
public sealed class RecordedHandshakeTests
{
    private readonly CurveKeyPair _serverKeys = CurveKeyPair.Parse(RecordedHandshake.ServerSecretKey);
    private readonly CurveKeyPair _clientKeys = CurveKeyPair.Parse(RecordedHandshake.ClientSecretKey);

    [Fact]
    public void The_client_s_HELLO_and_INITIATE_are_libzmq_s()
    {
        using CurveClientMechanism client = NewClient();

        Assert.Equal(RecordedHandshake.Hello, client.Begin());
        Assert.Equal(RecordedHandshake.Initiate, client.OnCommand(Read(RecordedHandshake.Welcome)));
    }

    [Fact]
    public void The_client_reads_libzmq_s_READY_and_messages()
    {
        using CurveClientMechanism client = NewClient();
        client.Begin();
        client.OnCommand(Read(RecordedHandshake.Welcome));

        Assert.Empty(client.OnCommand(Read(RecordedHandshake.Ready)));

        Assert.Equal("ROUTER", client.Peer!.SocketType);
        Assert.Equal((true, false, ""), Open(client.Cipher!, RecordedHandshake.ServerDelimiter));
        Assert.Equal((false, false, "reply"), Open(client.Cipher!, RecordedHandshake.ServerReply));
        Assert.Equal((false, true, "\u0004PONG"), Open(client.Cipher!, RecordedHandshake.ServerPong));
    }

    [Fact]
    public void The_client_s_messages_are_libzmq_s()
    {
        using CurveClientMechanism client = NewClient();
        client.Begin();
        client.OnCommand(Read(RecordedHandshake.Welcome));
        client.OnCommand(Read(RecordedHandshake.Ready));
        IFrameCipher cipher = client.Cipher!;

        Assert.Equal(RecordedHandshake.ClientDelimiter, Sealed(cipher, [], hasMore: true));
        Assert.Equal(RecordedHandshake.ClientRequest, Sealed(cipher, "request"u8.ToArray()));
        Assert.Equal(RecordedHandshake.ClientPing, Sealed(cipher, "\u0004PING\0\0"u8.ToArray(), isCommand: true));
        Assert.Equal(RecordedHandshake.ClientDelimiter2, Sealed(cipher, [], hasMore: true));
        Assert.Equal(RecordedHandshake.ClientLong, Sealed(cipher, [.. Enumerable.Range(0, 512).Select(i => (byte)i)]));
    }

    [Fact]
    public void The_server_s_WELCOME_has_the_bytes_of_libzmq_s_but_for_its_cookie()
    {
        var host = new StubHost();
        using CurveServerMechanism server = NewServer(host);

        byte[] welcome = server.OnCommand(Read(RecordedHandshake.Hello));

        Assert.Equal(RecordedHandshake.Welcome.Length, welcome.Length);
        Assert.Equal(RecordedHandshake.Welcome[..26], welcome[..26]); // Up to its box, whose contents differ in the cookie.
    }

    [Fact]
    public void The_server_reads_libzmq_s_INITIATE_and_answers_with_libzmq_s_READY_and_messages()
    {
        var host = new StubHost();
        using CurveServerMechanism server = NewServer(host);
        byte[] welcome = server.OnCommand(Read(RecordedHandshake.Hello));

        byte[] ready = server.OnCommand(Read(WithCookieOf(welcome)));

        Assert.Equal(RecordedHandshake.Ready, ready);
        Assert.Equal("DEALER", server.Peer!.SocketType);
        Assert.Equal((true, false, ""), Open(server.Cipher!, RecordedHandshake.ClientDelimiter));
        Assert.Equal((false, false, "request"), Open(server.Cipher!, RecordedHandshake.ClientRequest));
        Assert.Equal((false, true, "\u0004PING\0\0"), Open(server.Cipher!, RecordedHandshake.ClientPing));
        Assert.Equal(RecordedHandshake.ServerDelimiter, Sealed(server.Cipher!, [], hasMore: true));
        Assert.Equal(RecordedHandshake.ServerReply, Sealed(server.Cipher!, "reply"u8.ToArray()));
        Assert.Equal(RecordedHandshake.ServerPong, Sealed(server.Cipher!, "\u0004PONG"u8.ToArray(), isCommand: true));
    }

    [Fact]
    public void The_key_that_the_server_learns_is_the_client_s()
    {
        var asked = new List<CurveClient>();
        var security = new CurveServerSecurity(
            _serverKeys, new StubAccess(client => { asked.Add(client); return "me"; }), new RecordedRandom(RecordedHandshake.ServerShortTermSecret, 1, 1, 1));
        using var server = new CurveServerMechanism(SocketRole.Router, new StubHost(), security);

        server.OnCommand(Read(WithCookieOf(server.OnCommand(Read(RecordedHandshake.Hello)))));

        CurveClient client = Assert.Single(asked);
        Assert.Equal((RecordedHandshake.ClientPublicKey, "tcp://stub"), (client.Key.ToString(), client.Address));
    }

    [Fact]
    public void A_cookie_is_laid_out_as_libzmq_s()
    {
        using var cookies = new CookieKeys(() => 0, new RecordedRandom(0, RecordedHandshake.CookieKey));
        byte[] recorded = RecordedHandshake.Initiate[18..(18 + CookieKeys.Length)];
        byte[] clientKey = new byte[32];
        byte[] secretKey = new byte[32];

        Assert.True(cookies.TryRead(recorded, connection: 0x0404040404040404, clientKey, secretKey));

        Assert.Equal(RecordedHandshake.Hello[(2 + 6 + 74)..(2 + 6 + 106)], clientKey);
        Assert.All(secretKey, b => Assert.Equal(RecordedHandshake.ServerShortTermSecret, b));
    }

    private CurveClientMechanism NewClient() => new(
        SocketRole.Dealer,
        CurvePublicKey.Parse(RecordedHandshake.ServerPublicKey),
        _clientKeys,
        new RecordedRandom(RecordedHandshake.ClientShortTermSecret, RecordedHandshake.VouchNonce));

    private CurveServerMechanism NewServer(StubHost host) => new(
        SocketRole.Router,
        host,
        new CurveServerSecurity(_serverKeys, new AnyClient(), new RecordedRandom(
            RecordedHandshake.ServerShortTermSecret, RecordedHandshake.CookieKey, RecordedHandshake.CookieNonce, RecordedHandshake.WelcomeNonce)));

    /// <summary>The recorded INITIATE with the cookie of another WELCOME: a cookie is not boxed with the rest.</summary>
    private byte[] WithCookieOf(byte[] welcome)
    {
        byte[] box = welcome[26..];
        byte[] clientShortTermKey = RecordedHandshake.Hello[(2 + 6 + 74)..(2 + 6 + 106)];
        byte[] nonce = [.. "WELCOME-"u8, .. welcome[10..26]];
        Assert.True(HandshakeBox.TryOpen(box, nonce, clientShortTermKey, _serverKeys));
        byte[] cookie = box[(16 + 32)..];
        return [.. RecordedHandshake.Initiate[..18], .. cookie, .. RecordedHandshake.Initiate[(18 + cookie.Length)..]];
    }

    private static Command Read(byte[] frame) => Command.Read(frame.AsSpan(FrameHeader.Read(frame, out _)));

    private static (bool HasMore, bool IsCommand, string Text) Open(IFrameCipher cipher, byte[] recorded)
    {
        int size = FrameHeader.Read(recorded, out FrameHeader header);
        Frame opened = cipher.Open(new Frame(header, recorded.AsMemory(size).ToArray(), BodyMemory.Kept));
        return (opened.Header.HasMore, opened.Header.IsCommand, Encoding.Latin1.GetString(opened.Payload));
    }

    private static byte[] Sealed(IFrameCipher cipher, byte[] payload, bool hasMore = false, bool isCommand = false)
    {
        var buffer = new SendBuffer();
        cipher.Seal(new FrameHeader(isCommand, hasMore, payload.Length), payload, buffer.AddFrame(cipher.Overhead + payload.Length));
        return buffer.Next.ToArray();
    }
}

/// <summary>A connection that does at once what its mechanism wants.</summary>
internal sealed class StubHost : IMechanismHost
{
    public string Address => "tcp://stub";

    public List<Func<byte[]>> Steps { get; } = [];

    public void Continue(Func<byte[]> step) => Steps.Add(step);
}

/// <summary>Decides by a function, at once.</summary>
internal sealed class StubAccess(Func<CurveClient, string?> decide) : IClientAccess
{
    public ValueTask<string?> AdmitAsync(CurveClient client, IAdmittedConnection connection, CancellationToken cancellationToken) =>
        new(decide(client));
}
