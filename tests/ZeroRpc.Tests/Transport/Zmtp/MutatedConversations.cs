using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Whole conversations of a peer (greeting, READY, commands, messages, subscriptions), three in four of them with something wrong.</summary>
internal sealed class MutatedConversations(Random random)
{
    /// <summary>The roles of sockets to talk with.</summary>
    public static SocketRole[] Roles { get; } = Enum.GetValues<SocketRole>();

    /// <summary>The next conversation with a socket of that role.</summary>
    public byte[] Next(SocketRole role)
    {
        byte[] hello = [.. BarePeer.Greeting(minor: (byte)random.Next(2)), .. BarePeer.Ready(Pick(TypesFor(role)), Bytes(random.Next(8)))];
        byte[] traffic = NextTraffic();

        // One in four is wrong before the handshake is done, most others after it.
        switch (random.Next(4))
        {
            case 0:
                Mutate(ref hello);
                break;
            case 1 or 2:
                Mutate(ref traffic);
                break;
        }

        return [.. hello, .. traffic];
    }

    /// <summary>What a peer sends after the handshake: frames in order, though what they say may be anything.</summary>
    public byte[] NextTraffic() => [.. Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ => NextFrames())];

    /// <summary>Changes, inserts or drops some bytes.</summary>
    public void Mutate(ref byte[] bytes)
    {
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 10))..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. Bytes(random.Next(1, 10)), .. bytes[at..]];
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
        }
    }

    /// <summary>The types of sockets that may be connected to a role.</summary>
    public static string[] TypesFor(SocketRole role) => role switch
    {
        SocketRole.Dealer => ["ROUTER", "DEALER", "REP"],
        SocketRole.Router => ["DEALER", "REQ", "ROUTER"],
        SocketRole.Push => ["PULL"],
        SocketRole.Pull => ["PUSH"],
        SocketRole.Publish => ["SUB", "XSUB"],
        _ => ["PUB", "XPUB"],
    };

    private byte[] NextFrames() => random.Next(9) switch
    {
        0 => BarePeer.Command("PING", Bytes(random.Next(20))),
        1 => BarePeer.Command(Pick("PONG", "ERROR", "READY", "SUBSCRIBE", "CANCEL", "NEWS"), Bytes(random.Next(300))),
        2 => BarePeer.Frame(Bytes(random.Next(70_000))),
        3 => BarePeer.Frame([(byte)random.Next(2), .. Bytes(random.Next(5))]),
        4 => [.. Enumerable.Range(0, random.Next(20)).SelectMany(_ => BarePeer.Frame(Bytes(random.Next(260)), flags: 1)), .. BarePeer.Frame([1])],
        _ => [.. BarePeer.Frame([], flags: 1), .. BarePeer.Frame(Bytes(random.Next(600)))],
    };

    private string Pick(params string[] from) => from[random.Next(from.Length)];

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
