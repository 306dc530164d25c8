using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// What the machine of the peer has acknowledged of the bytes that were sent over a TCP connection. Read from the kernel on Linux; nothing
/// is known elsewhere. <c>TCP_USER_TIMEOUT</c> is not used instead: it also ends the connection of a peer that lives and does not read, as a
/// puller does that is busy for longer.
/// </summary>
/// <param name="Acknowledged">The number of bytes that were acknowledged since the connection was made.</param>
/// <param name="InFlight">Whether packets have left that are not acknowledged.</param>
/// <param name="Waiting">Whether bytes wait that could not leave, because the peer has no room for them.</param>
internal readonly record struct TcpProgress(ulong Acknowledged, bool InFlight, bool Waiting)
{
    private const int LevelTcp = 6;
    private const int OptionInfo = 11;

    // The fields of the kernel's struct tcp_info. Fields are only ever added at its end.
    private const int UnackedAt = 24;
    private const int BytesAckedAt = 120;
    private const int NotSentBytesAt = 144;
    private const int Needed = NotSentBytesAt + sizeof(uint);

    /// <summary>Reads the progress of a socket. Null where the system does not tell.</summary>
    public static TcpProgress? Read(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
        {
            return null;
        }

        Span<byte> info = stackalloc byte[256];
        try
        {
            return socket.GetRawSocketOption(LevelTcp, OptionInfo, info) < Needed
                ? null
                : new TcpProgress(
                    BitConverter.ToUInt64(info[BytesAckedAt..]),
                    BitConverter.ToUInt32(info[UnackedAt..]) > 0,
                    BitConverter.ToUInt32(info[NotSentBytesAt..]) > 0);
        }
        catch (SocketException)
        {
            return null; // A sandbox need not know the option.
        }
    }
}
