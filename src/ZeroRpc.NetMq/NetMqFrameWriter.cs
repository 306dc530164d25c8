using System.Runtime.InteropServices;
using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>The outcome of writing a message.</summary>
internal enum WriteResult
{
    /// <summary>NetMQ took it for a connection.</summary>
    Sent,

    /// <summary>No connection can take it now.</summary>
    Full,

    /// <summary>The router knows no such peer.</summary>
    Gone,
}

/// <summary>Writes whole messages with their envelope (docs/protocol.md, section 1). Only for the thread that owns the socket.</summary>
internal sealed class NetMqFrameWriter(NetMQSocket socket, SocketRole role)
{
    /// <summary>Writes the body behind the envelope of the role, completely or not at all, and never waits.</summary>
    public WriteResult Write(in OutgoingMessage message)
    {
        if (!role.HasDelimiter())
        {
            return WriteFrame(message.Body, more: false) ? WriteResult.Sent : WriteResult.Full;
        }

        try
        {
            foreach (byte[] identity in message.Route.Identity)
            {
                if (!WriteFrame(identity, more: true))
                {
                    return WriteResult.Full;
                }
            }
        }
        catch (HostUnreachableException)
        {
            return WriteResult.Gone;
        }

        return WriteFrame(default, more: true) && WriteFrame(message.Body, more: false) ? WriteResult.Sent : WriteResult.Full;
    }

    // Only a message's first frame can be refused for want of room. A later one is when the connection dies in between: NetMQ has then taken
    // the first frames back, and the whole message is written again.
    private bool WriteFrame(ReadOnlyMemory<byte> frame, bool more)
    {
        var msg = new Msg();
        if (frame.IsEmpty)
        {
            msg.InitEmpty();
        }
        else if (MemoryMarshal.TryGetArray(frame, out ArraySegment<byte> segment))
        {
            msg.InitGC(segment.Array!, segment.Offset, segment.Count);
        }
        else
        {
            msg.InitGC(frame.ToArray(), frame.Length);
        }

        return socket.TrySend(ref msg, TimeSpan.Zero, more);
    }
}
