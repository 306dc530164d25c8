using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>
/// Whole conversations of a peer (greeting, READY, commands, messages) with something wrong, in pieces of any size, given to the classes that
/// read them, without sockets: each is read to its end or cut off with a reason, and no limit is passed. 20,000 by default, a million with
/// <c>ZERORPC_LONG=1</c>; the same ones each time.
/// </summary>
public sealed class MutatedSessionsTests
{
    private const int MaxMessageSize = 100_000;
    private const int Seed = 42;

    private readonly Random _random = new(Seed);

    [Fact]
    public void Each_is_read_or_cut_off_with_a_reason_and_most_get_past_the_handshake()
    {
        int count = Environment.GetEnvironmentVariable("ZERORPC_LONG") == "1" ? 1_000_000 : 20_000;
        int ready = 0;
        int cutOff = 0;
        int messages = 0;
        for (int i = 0; i < count; i++)
        {
            var reader = new Reader();
            cutOff += reader.Read(NextConversation(), _random) ? 0 : 1;
            ready += reader.IsReady ? 1 : 0;
            messages += reader.Messages;
        }

        Assert.InRange(ready, count / 2, count);
        Assert.InRange(cutOff, count / 10, count - (count / 10)); // Neither all nor none: the mutations reach both ways.
        Assert.True(messages > count / 4, $"{messages} messages came through.");
    }

    private byte[] NextConversation()
    {
        byte[] hello = [.. BarePeer.Greeting(minor: (byte)_random.Next(2)), .. BarePeer.Ready(Pick("DEALER", "REQ", "ROUTER"), Bytes(_random.Next(8)))];
        byte[] traffic = [.. Enumerable.Range(0, _random.Next(1, 6)).SelectMany(_ => NextFrames())];

        // One in four is wrong before the handshake is done, most others after it.
        switch (_random.Next(4))
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

    private byte[] NextFrames() => _random.Next(8) switch
    {
        0 => BarePeer.Command("PING", Bytes(_random.Next(20))),
        1 => BarePeer.Command(Pick("PONG", "ERROR", "READY", "SUBSCRIBE", "CANCEL", "NEWS"), Bytes(_random.Next(300))),
        2 => BarePeer.Frame(Bytes(_random.Next(70_000))),
        3 => [.. Enumerable.Range(0, _random.Next(20)).SelectMany(_ => BarePeer.Frame(Bytes(_random.Next(260)), flags: 1)), .. BarePeer.Frame([1])],
        _ => [.. BarePeer.Frame([], flags: 1), .. BarePeer.Frame(Bytes(_random.Next(600)))],
    };

    private void Mutate(ref byte[] bytes)
    {
        for (int changes = _random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = _random.Next(bytes.Length);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + _random.Next(1, 10))..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. Bytes(_random.Next(1, 10)), .. bytes[at..]];
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
        }
    }

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>What a connection does with what it receives, without a socket.</summary>
    private sealed class Reader : ISessionUser
    {
        private const int BufferSize = 64 * 1024;

        private readonly Session _session;
        private readonly MessageReader _messages =
            new(new QueuedPipe([0, 0, 0, 0, 1], new SinkGuard(new RecordingSink(), NullLogger.Instance)));

        public Reader() => _session = new Session(new NullMechanism(SocketRole.Router), this, MaxMessageSize);

        public bool IsReady { get; private set; }

        public int Messages { get; private set; }

        /// <summary>Reads in pieces; false when the peer is cut off. Any other exception is a bug.</summary>
        public bool Read(byte[] conversation, Random random)
        {
            try
            {
                _session.Start();
                var leftover = new Leftover();
                byte[] buffer = new byte[BufferSize];
                for (int at = 0; at < conversation.Length;)
                {
                    Memory<byte> missing = _session.Missing;
                    int kept = missing.IsEmpty ? leftover.CopyTo(buffer) : 0;
                    Span<byte> room = missing.IsEmpty ? buffer.AsSpan(kept) : missing.Span;
                    Assert.InRange(room.Length, 1, Math.Max(BufferSize, MaxMessageSize));
                    int count = Math.Min(Math.Min(room.Length, conversation.Length - at), PieceSize(random));
                    conversation.AsSpan(at, count).CopyTo(room);
                    at += count;
                    if (missing.IsEmpty)
                    {
                        Span<byte> bytes = buffer.AsSpan(0, kept + count);
                        leftover.Keep(bytes[_session.OnBytes(bytes)..]);
                    }
                    else
                    {
                        _session.OnFilled(count);
                    }
                }

                return true;
            }
            catch (PeerFault fault)
            {
                Assert.NotEmpty(fault.Message);
                return false;
            }
        }

        public bool TakesMore => true;

        public void OnCommand(Command command) => Assert.True(IsReady);

        public void Write(ReadOnlySpan<byte> bytes) => Assert.InRange(bytes.Length, 0, 300);

        public void OnReady(PeerProperties peer)
        {
            Assert.False(IsReady);
            Assert.InRange(peer.Identity.Length, 0, 255);
            IsReady = true;
        }

        public void OnFrame(in Frame frame)
        {
            Assert.True(IsReady);
            if (_messages.TryAdd(frame, out IncomingMessage message))
            {
                Assert.InRange(message.Body.Length, 0, MaxMessageSize);
                Assert.InRange(message.Route.Identity.Length, 1, 1 + MessageReader.MaxDevices);
                Messages++;
            }
        }

        private static int PieceSize(Random random) => random.Next(3) switch
        {
            0 => random.Next(1, 10),
            1 => random.Next(1, 2000),
            _ => BufferSize,
        };
    }
}
