using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>How every connection's socket is set up, and how it is closed.</summary>
internal static class SocketSettings
{
    private const int KeepAliveSeconds = 60;
    private const int MostDrained = 1024 * 1024;

    /// <summary>Sets a connected socket up: it never blocks nor waits for more to send, and notices a peer whose machine has gone.</summary>
    public static void Apply(Socket socket)
    {
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
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
}
