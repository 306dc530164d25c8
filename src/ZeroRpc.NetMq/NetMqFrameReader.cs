using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>
/// Reads whole messages from a socket and removes their envelope, as leniently as Python does: the last frame is the event, the frame before
/// it is the delimiter whatever it holds, and all frames before the delimiter are the identity (docs/protocol.md, section 1). Only for the thread that owns the socket.
/// </summary>
internal sealed class NetMqFrameReader(NetMQSocket socket, SocketRole role)
{
    /// <summary>The largest number of identity frames: one for the peer, and one for each device between us and the caller.</summary>
    public const int MaxIdentityFrames = 16;

    private const int MaxFrames = MaxIdentityFrames + 2;

    private readonly RouteCache _routes = new();
    private readonly ReadOnlyMemory<byte>[] _frames = new ReadOnlyMemory<byte>[MaxFrames];

    /// <summary>Reads the next message, if one has come. <paramref name="fault"/> says why the message is malformed; null when it is not.</summary>
    public bool TryRead(out IncomingMessage message, out string? fault)
    {
        message = default;
        fault = null;
        int count = ReadFrames();
        if (count == 0)
        {
            return false;
        }

        int last = Math.Min(count, MaxFrames) - 1;
        fault = Check(count);
        message = new IncomingMessage(RouteOf(Math.Min(count, MaxFrames)), _frames[last]);
        Array.Clear(_frames, 0, last + 1);
        return true;
    }

    /// <summary>Receives all frames of the next message, keeps as many as are allowed, and returns how many there were.</summary>
    private int ReadFrames()
    {
        int count = 0;
        bool more;
        do
        {
            // The receiver gets the frame's memory without a copy, so that the frame is neither closed nor used again.
            var frame = new Msg();
            frame.InitEmpty();
            if (!socket.TryReceive(ref frame, TimeSpan.Zero))
            {
                return count;
            }

            if (count < MaxFrames)
            {
                _frames[count] = frame.SliceAsMemory();
            }

            count++;
            more = frame.HasMore;
        }
        while (more);

        return count;
    }

    private string? Check(int count)
    {
        if (count > MaxFrames)
        {
            return $"a message of {count} frames came; at most {MaxFrames} are taken";
        }

        if (role == SocketRole.Router && count == 1)
        {
            return "a message without an event came";
        }

        return _frames[count - 1].IsEmpty ? "a message with an empty event came" : null;
    }

    private PeerRoute RouteOf(int count)
    {
        if (role != SocketRole.Router)
        {
            return PeerRoute.None;
        }

        if (count <= 3)
        {
            return _routes.Get(_frames[0].Span);
        }

        var identity = new byte[count - 2][];
        for (int i = 0; i < identity.Length; i++)
        {
            identity[i] = _frames[i].ToArray();
        }

        return new PeerRoute(identity);
    }
}
