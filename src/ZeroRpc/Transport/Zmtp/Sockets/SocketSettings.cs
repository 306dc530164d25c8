using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>How the socket of every connection is set up, and how it is closed.</summary>
internal static class SocketSettings
{
    private const int DefaultKeepAliveSeconds = 60;
    private const int KeepAliveProbes = 3;
    private const int MostDrained = 1024 * 1024;

    /// <summary>
    /// Sets a connected socket up: it never blocks, sends small messages at once, and notices while it is idle that the machine of its peer
    /// has gone: the keep-alives of TCP begin after half the timeout, and take the other half.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="timeout">The time after which an idle connection without a sign of life is closed. Null for the system's probes after 60 s.</param>
    public static void Apply(Socket socket, TimeSpan? timeout)
    {
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (timeout is { TotalSeconds: var seconds })
            {
                TrySetTcp(socket, SocketOptionName.TcpKeepAliveTime, (int)Math.Ceiling(seconds / 2));
                TrySetTcp(socket, SocketOptionName.TcpKeepAliveInterval, (int)Math.Ceiling(seconds / 2 / KeepAliveProbes));
                TrySetTcp(socket, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            }
            else
            {
                TrySetTcp(socket, SocketOptionName.TcpKeepAliveTime, DefaultKeepAliveSeconds);
            }
        }
    }

    /// <summary>Closes a socket so that what was sent arrives: one that is closed with something unread resets the connection.</summary>
    public static void CloseGently(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            byte[] unread = new byte[4096];
            for (int drained = 0; drained < MostDrained;)
            {
                int count = socket.Receive(unread, SocketFlags.None, out SocketError error);
                if (count == 0 || error != SocketError.Success)
                {
                    break;
                }

                drained += count;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }

        socket.Dispose();
    }

    /// <summary>
    /// Sets an option that Windows before Windows 10 version 1709, and Wine, do not have. There the system's own times apply, and ZMTP's pings
    /// still find a silent peer.
    /// </summary>
    private static void TrySetTcp(Socket socket, SocketOptionName option, int value)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, option, value);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ProtocolOption or SocketError.OperationNotSupported)
        {
        }
    }
}
