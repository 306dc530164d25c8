using NetMQ;
using ZeroRpc.NetMq;
using ZeroRpc.Transport;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>How the trace uses NetMQ's sockets: bare frames, nothing dropped, no message without bound.</summary>
internal static class RelaySocket
{
    /// <summary>A little more than the largest event that a Python peer takes (docs/protocol.md, section 2).</summary>
    private const long MaxMessageSize = 128L * 1024 * 1024;

    /// <summary>Sets a socket up. The credits bound what waits in it, so that no further bound is needed.</summary>
    public static T Prepare<T>(T socket)
        where T : NetMQSocket
    {
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        socket.Options.MaxMsgSize = MaxMessageSize;
        socket.Options.Linger = TimeSpan.FromSeconds(1);
        return socket;
    }

    /// <summary>Binds a socket and gives the endpoint with the port that was taken.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed, not supported, or taken.</exception>
    public static string Bind(NetMQSocket socket, string text)
    {
        Endpoint endpoint = TcpAddresses.Of(Endpoint.ForBind(text), text);
        try
        {
            socket.Bind(endpoint.ToString());
        }
        catch (NetMQException refused)
        {
            throw TcpAddresses.CannotBind(text, refused);
        }

        return (endpoint with { Port = TcpAddresses.PortOf(socket.Options.LastEndpoint!) }).ToString();
    }

    /// <summary>An endpoint to connect to as NetMQ wants it, with its host name resolved.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is malformed or not supported, or its host has no address.</exception>
    public static string ToConnect(string text) => TcpAddresses.Of(Endpoint.ForConnect(text), text).ToString();

    /// <summary>Takes the next message that waits, if one does.</summary>
    public static bool TryReceive(IReceivingSocket socket, out List<byte[]> frames)
    {
        frames = [];
        bool more = true;
        while (more && socket.TryReceiveFrameBytes(out byte[]? frame, out more))
        {
            frames.Add(frame);
        }

        return frames.Count > 0;
    }

    /// <summary>Sends a message, which never waits.</summary>
    public static void Send(IOutgoingSocket socket, IReadOnlyList<byte[]> frames)
    {
        for (int i = 0; i < frames.Count; i++)
        {
            socket.SendFrame(frames[i], more: i < frames.Count - 1);
        }
    }
}
