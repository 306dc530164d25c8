using System.Buffers.Binary;
using System.Text;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Curve.Native;
using ZeroRpc.Tests.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>
/// The commands of CURVE as RFC 26 has them, made by hand so that a test can make them wrong: the client's side of one connection. Numbers are
/// those of nonces.
/// </summary>
internal sealed class BareCurve(CurveKeyPair? keys = null, CurvePublicKey? serverKey = null)
{
    private readonly CurveKeyPair _keys = keys ?? CurveTransports.ClientKeys;
    private readonly CurvePublicKey _serverKey = serverKey ?? CurveTransports.ServerKeys.PublicKey;
    private readonly byte[] _shared = new byte[32];
    private readonly byte[] _secret = new byte[32];
    private byte[] _serverShortTermKey = [];

    /// <summary>The client's short-term public key.</summary>
    public byte[] ShortTermKey { get; } = new byte[32];

    /// <summary>The cookie that came in WELCOME.</summary>
    public byte[] Cookie { get; private set; } = [];

    /// <summary>The greeting of CURVE's client.</summary>
    public static byte[] Greeting => BarePeer.Greeting(mechanism: "CURVE");

    /// <summary>The metadata of a socket.</summary>
    public static byte[] Metadata(string type) => BarePeer.Property("Socket-Type", Encoding.ASCII.GetBytes(type));

    /// <summary>HELLO without its name.</summary>
    public byte[] Hello(ulong number = 1)
    {
        Sodium.NewKeyPair(ShortTermKey, _secret);
        byte[] box = new byte[80];
        HandshakeBox.TrySeal(box, Nonce("CurveZMQHELLO---", number), _serverKey.Bytes, _secret);
        return [1, 0, .. new byte[72], .. ShortTermKey, .. Number(number), .. box];
    }

    /// <summary>Reads WELCOME, without its name.</summary>
    public void OnWelcome(byte[] welcome)
    {
        byte[] box = welcome[16..];
        Assert.True(HandshakeBox.TryOpen(box, [.. "WELCOME-"u8, .. welcome[..16]], _serverKey.Bytes, _secret));
        _serverShortTermKey = box[16..48];
        Cookie = box[48..];
        Assert.True(Sodium.TryShare(_serverShortTermKey, _secret, _shared));
    }

    /// <summary>The vouch of the client's key.</summary>
    public byte[] Vouch(byte[]? shortTermKey = null, CurvePublicKey? serverKey = null, CurveKeyPair? from = null)
    {
        byte[] box = [.. new byte[16], .. shortTermKey ?? ShortTermKey, .. (serverKey ?? _serverKey).Bytes];
        byte[] rest = new byte[16];
        HandshakeBox.TrySeal(box, [.. "VOUCH---"u8, .. rest], _serverShortTermKey, from ?? _keys);
        return [.. rest, .. box];
    }

    /// <summary>INITIATE without its name.</summary>
    public byte[] Initiate(byte[]? cookie = null, byte[]? vouch = null, byte[]? metadata = null, ulong number = 2)
    {
        byte[] box = [.. new byte[16], .. _keys.PublicKey.Bytes, .. vouch ?? Vouch(), .. metadata ?? Metadata("DEALER")];
        Sodium.Seal(box, Nonce("CurveZMQINITIATE", number), _shared);
        return [.. cookie ?? Cookie, .. Number(number), .. box];
    }

    /// <summary>A MESSAGE, the frame.</summary>
    public byte[] Message(ulong number, byte flags, ReadOnlySpan<byte> payload)
    {
        byte[] box = [.. new byte[16], flags, .. payload];
        Sodium.Seal(box, Nonce("CurveZMQMESSAGEC", number), _shared);
        return BarePeer.Frame([.. "\u0007MESSAGE"u8, .. Number(number), .. box]);
    }

    /// <summary>An event in its envelope.</summary>
    public byte[] Event(ulong number, ReadOnlySpan<byte> body) => [.. Message(number, 1, []), .. Message(number + 1, 0, body)];

    /// <summary>Reads a MESSAGE of the server: its flags and payload.</summary>
    public (byte Flags, string Payload) Open(byte[] message)
    {
        byte[] box = message[16..];
        Assert.True(Sodium.TryOpen(box, [.. "CurveZMQMESSAGES"u8, .. message[8..16]], _shared));
        return (box[16], Encoding.UTF8.GetString(box.AsSpan(17)));
    }

    /// <summary>Greets and gets WELCOME.</summary>
    public void Begin(BarePeer peer)
    {
        peer.Send([.. Greeting, .. BarePeer.Command("HELLO", Hello())]);
        peer.ReadExactly(64);
        OnWelcome(peer.ReadFrame().Payload[8..]);
    }

    /// <summary>Does the whole handshake.</summary>
    public void Handshake(BarePeer peer)
    {
        Begin(peer);
        peer.Send(BarePeer.Command("INITIATE", Initiate()));
        Assert.True(peer.ReadFrame().Payload.AsSpan().StartsWith("\u0005READY"u8));
    }

    private static byte[] Number(ulong number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Nonce(string prefix, ulong number) => [.. Encoding.ASCII.GetBytes(prefix), .. Number(number)];
}
