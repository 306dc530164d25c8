using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>What a connection does with what it receives, without a socket.</summary>
internal sealed class SessionReader : ISessionUser, IMechanismHost, IDisposable
{
    /// <summary>The largest message that is taken.</summary>
    public const int MaxMessageSize = 100_000;

    private const int BufferSize = 64 * 1024;

    private readonly SocketRole _role;
    private readonly IMechanism _mechanism;
    private readonly Session _session;
    private readonly Pipe _pipe;
    private readonly MessageReader _messages;
    private readonly byte[] _buffer = new byte[BufferSize];
    private PartialFrame _leftover = new();

    public SessionReader(SocketRole role, Func<IMechanismHost, IMechanism> mechanism)
    {
        var sink = new SinkGuard(new RecordingSink(), NullLogger.Instance);
        _role = role;
        _pipe = role == SocketRole.Publish ? new PublishPipe([1], sink, highWaterMark: 10) : new QueuedPipe([1], sink);
        _messages = new MessageReader(_pipe, role.HasDelimiter());
        _mechanism = mechanism(this);
        _session = new Session(_mechanism, this, role.Receives() ? MaxMessageSize : FrameReader.MaxCommand);
        _session.Start();
    }

    public string Address => "tcp://test";

    /// <summary>What was answered, our greeting first.</summary>
    public List<byte> Written { get; } = [];

    public bool IsReady { get; private set; }

    public int Messages { get; private set; }

    /// <summary>Reads in pieces; false when the peer is cut off. Any other exception is a bug.</summary>
    public bool Read(byte[] conversation, Random random)
    {
        try
        {
            for (int at = 0; at < conversation.Length;)
            {
                Memory<byte> missing = _session.Missing;
                int kept = missing.IsEmpty ? _leftover.CopyTo(_buffer) : 0;
                Span<byte> room = missing.IsEmpty ? _buffer.AsSpan(kept) : missing.Span;
                Assert.InRange(room.Length, 1, Math.Max(BufferSize, MaxMessageSize));
                int count = Math.Min(Math.Min(room.Length, conversation.Length - at), PieceSize(random));
                conversation.AsSpan(at, count).CopyTo(room);
                at += count;
                if (missing.IsEmpty)
                {
                    ReadOnlyMemory<byte> bytes = _buffer.AsMemory(0, kept + count);
                    _leftover.Keep(bytes.Span[_session.OnBytes(bytes)..]);
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

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Assert.InRange(bytes.Length, 0, 400);
        Written.AddRange(bytes);
    }

    public void Continue(Func<byte[]> step) => _session.Continue(step());

    public void Dispose() => _mechanism.Dispose();

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
