using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>
/// The conversations of <see cref="MutatedSessionsTests"/> by CURVE: something is wrong in the handshake, within the boxes, or with the boxes
/// themselves. Each is read to its end or cut off with a reason. 4,000 by default, a million with <c>ZERORPC_LONG=1</c>; the same ones each time.
/// </summary>
public sealed class MutatedCurveTests
{
    private const int Seed = 44;

    private readonly Random _random = new(Seed);
    private readonly MutatedConversations _conversations;
    private readonly CurveServerSecurity _server = new(CurveTransports.ServerKeys, new AnyClient());

    public MutatedCurveTests() => _conversations = new MutatedConversations(_random);

    [Fact]
    public void Each_is_read_or_cut_off_with_a_reason_and_most_get_past_the_handshake()
    {
        int count = LongRun.Of(4_000, @long: 1_000_000);
        int ready = 0;
        int cutOff = 0;
        int messages = 0;
        for (int i = 0; i < count; i++)
        {
            SocketRole role = MutatedConversations.Roles[i / 2 % MutatedConversations.Roles.Length];
            using SessionReader reader = i % 2 == 0 ? Server(role) : Client(role);
            cutOff += (i % 2 == 0 ? TalkToServer(reader, role) : TalkToClient(reader, role)) ? 0 : 1;
            ready += reader.IsReady ? 1 : 0;
            messages += reader.Messages;
        }

        Assert.InRange(ready, count / 2, count);
        Assert.InRange(cutOff, count / 10, count - (count / 10)); // Neither all nor none: the mutations reach both ways.
        Assert.True(messages > count / 8, $"{messages} messages came through.");
    }

    private SessionReader Server(SocketRole role) => new(role, host => new CurveServerMechanism(role, host, _server));

    private static SessionReader Client(SocketRole role) =>
        new(role, _ => new CurveClientMechanism(role, CurveTransports.ServerKeys.PublicKey, CurveTransports.ClientKeys));

    private bool TalkToServer(SessionReader reader, SocketRole role)
    {
        var peer = new BareCurve();
        if (!reader.Read(Perhaps([.. BareCurve.Greeting, .. BarePeer.Command("HELLO", peer.Hello())]), _random))
        {
            return false;
        }

        if (Answer(reader, after: 64) is not [_, 168, .. var welcome])
        {
            return true; // It waits for the rest of what was cut short.
        }

        peer.OnWelcome(welcome[8..]);
        byte[] metadata = Perhaps(BareCurve.Metadata(MutatedConversations.TypesFor(role)[0]));
        ulong number = 2;
        return reader.Read(Perhaps(BarePeer.Command("INITIATE", peer.Initiate(metadata: metadata))), _random)
            && reader.Read(Traffic((flags, payload) => peer.Message(++number, flags, payload)), _random);
    }

    private bool TalkToClient(SessionReader reader, SocketRole role)
    {
        using var peer = new CurveServerMechanism(role.Peer(), new StubHost(), _server);
        int after = 64;
        if (!reader.Read(Perhaps(BarePeer.Greeting(mechanism: "CURVE")), _random))
        {
            return false;
        }

        for (int step = 0; step < 2; step++)
        {
            byte[] command = Answer(reader, after);
            if (command.Length == 0)
            {
                return true;
            }

            after += command.Length;
            int size = FrameHeader.Read(command, out _);
            if (!reader.Read(Perhaps(peer.OnCommand(Command.Read(command.AsSpan(size)))), _random))
            {
                return false;
            }
        }

        return reader.Read(Traffic((flags, payload) => Sealed(peer.Cipher!, flags, payload)), _random);
    }

    private static byte[] Answer(SessionReader reader, int after) => [.. reader.Written.Skip(after)];

    private static byte[] Sealed(IFrameCipher cipher, byte flags, byte[] payload)
    {
        byte[] bytes = new byte[cipher.Overhead + payload.Length];
        cipher.Seal(new FrameHeader((flags & 2) != 0, (flags & 1) != 0, payload.Length), payload, bytes);
        return BarePeer.Frame(bytes);
    }

    /// <summary>Frames, boxed: one in three conversations is wrong within the boxes, one in three outside.</summary>
    private byte[] Traffic(Func<byte, byte[], byte[]> seal)
    {
        int wrong = _random.Next(3);
        List<byte> traffic = [];
        ReadOnlySpan<byte> plain = _conversations.NextTraffic();
        while (!plain.IsEmpty)
        {
            int size = FrameHeader.Read(plain, out FrameHeader header);
            byte[] payload = plain.Slice(size, (int)header.Length).ToArray();
            plain = plain[(size + payload.Length)..];
            byte flags = (byte)((header.HasMore ? 1 : 0) | (header.IsCommand ? 2 : 0));
            if (wrong == 0 && _random.Next(3) == 0)
            {
                _conversations.Mutate(ref payload);
                flags = (byte)_random.Next(5);
            }

            traffic.AddRange(seal(flags, payload));
        }

        byte[] bytes = [.. traffic];
        if (wrong == 1)
        {
            _conversations.Mutate(ref bytes);
        }

        return bytes;
    }

    private byte[] Perhaps(byte[] bytes)
    {
        if (_random.Next(10) == 0)
        {
            _conversations.Mutate(ref bytes);
        }

        return bytes;
    }
}
