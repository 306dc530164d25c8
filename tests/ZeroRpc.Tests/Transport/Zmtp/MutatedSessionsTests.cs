using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Tests.Support;
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

    private readonly Random _random;
    private readonly MutatedConversations _conversations;

    public MutatedSessionsTests()
    {
        _random = new Random(Seed);
        _conversations = new MutatedConversations(_random);
    }

    [Fact]
    public void Each_is_read_or_cut_off_with_a_reason_and_most_get_past_the_handshake()
    {
        int count = LongRun.Of(20_000, @long: 1_000_000);
        int ready = 0;
        int cutOff = 0;
        int messages = 0;
        for (int i = 0; i < count; i++)
        {
            SocketRole role = MutatedConversations.Roles[i % MutatedConversations.Roles.Length];
            var reader = new Reader(role);
            cutOff += reader.Read(_conversations.Next(role), _random) ? 0 : 1;
            ready += reader.IsReady ? 1 : 0;
            messages += reader.Messages;
        }

        Assert.InRange(ready, count / 2, count);
        Assert.InRange(cutOff, count / 10, count - (count / 10)); // Neither all nor none: the mutations reach both ways.
        Assert.True(messages > count / 4, $"{messages} messages came through.");
    }

    /// <summary>What a connection does with what it receives, without a socket.</summary>
    private sealed class Reader : ISessionUser
    {
        private const int BufferSize = 64 * 1024;

        private readonly SocketRole _role;
        private readonly Session _session;
        private readonly Pipe _pipe;
        private readonly MessageReader _messages;

        public Reader(SocketRole role)
        {
            var sink = new SinkGuard(new RecordingSink(), NullLogger.Instance);
            _role = role;
            _pipe = role == SocketRole.Publish ? new PublishPipe([1], sink, highWaterMark: 10) : new QueuedPipe([1], sink);
            _messages = new MessageReader(_pipe, role.HasDelimiter());
            _session = new Session(new NullMechanism(role), this, role.Receives() ? MaxMessageSize : FrameReader.MaxCommand);
        }

        public bool IsReady { get; private set; }

        public int Messages { get; private set; }

        /// <summary>Reads in pieces; false when the peer is cut off. Any other exception is a bug.</summary>
        public bool Read(byte[] conversation, Random random)
        {
            try
            {
                _session.Start();
                var leftover = new PartialFrame();
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
                        ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, kept + count);
                        leftover.Keep(bytes.Span[_session.OnBytes(bytes)..]);
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

        public void OnCommand(Command command)
        {
            Assert.True(IsReady);
            Subscription.Read(command, _pipe);
        }

        public void Write(ReadOnlySpan<byte> bytes) => Assert.InRange(bytes.Length, 0, 300);

        public void OnReady(PeerProperties peer, IFrameCipher? cipher)
        {
            Assert.False(IsReady);
            Assert.InRange(peer.Identity.Length, 0, 255);
            IsReady = true;
        }

        public void OnFrame(in Frame frame)
        {
            Assert.True(IsReady);
            if (!_role.Receives())
            {
                Assert.InRange(frame.Payload.Length, 0, FrameReader.MaxCommand);
                Subscription.Read(frame.Payload, _pipe);
            }
            else if (_messages.TryAdd(frame, out IncomingMessage message))
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
