using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Unix domain sockets as libzmq has them: <c>ipc://path</c>, <c>ipc://*</c> for any, and <c>ipc://@name</c> for one without a file (Linux only).</summary>
internal static class UnixSockets
{
    /// <summary>A path that nothing has, for <c>ipc://*</c>.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"zerorpc-{Path.GetRandomFileName()}");

    /// <summary>The address of an ipc endpoint.</summary>
    /// <exception cref="ZeroRpcEndpointException">This system cannot have such a socket; the message says why.</exception>
    public static UnixDomainSocketEndPoint AddressOf(Endpoint endpoint)
    {
        if (!Socket.OSSupportsUnixDomainSockets)
        {
            throw Unusable(endpoint, "this system has no Unix domain sockets. Use tcp://127.0.0.1:port.");
        }

        if (IsAbstract(endpoint) && !OperatingSystem.IsLinux())
        {
            throw Unusable(endpoint, "only Linux has sockets without a file. Use ipc://path.");
        }

        try
        {
            return new UnixDomainSocketEndPoint(IsAbstract(endpoint) ? '\0' + endpoint.Host[1..] : endpoint.Host);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw Unusable(endpoint, "the path is longer than a Unix domain socket's may be (107 bytes on Linux).", exception);
        }
    }

    /// <summary>Listens on an ipc endpoint. The file that a server left which died is removed, and so is an empty file; anything else is left alone.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    /// <exception cref="ZeroRpcEndpointException">This system cannot have such a socket; the message says why.</exception>
    public static Socket Listen(Endpoint endpoint, UnixFileMode? mode)
    {
        UnixDomainSocketEndPoint address = AddressOf(endpoint);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (!IsAbstract(endpoint))
            {
                RemoveStale(endpoint.Host, address);
            }

            socket.Bind(address);
            if (mode is { } wanted && !IsAbstract(endpoint) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(endpoint.Host, wanted); // Nobody can connect before it listens.
            }

            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ZeroRpcEndpointException Unusable(Endpoint endpoint, string why, Exception? cause = null) =>
        new($"'{endpoint}' is no usable endpoint: {why}", cause) { Endpoint = endpoint.ToString() };

    private static bool IsAbstract(Endpoint endpoint) => endpoint.Host[0] == '@';

    private static void RemoveStale(string path, UnixDomainSocketEndPoint address)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Elsewhere than on Windows a file without a server refuses at once; a server that accepts nobody would keep us waiting.
            probe.Blocking = OperatingSystem.IsWindows();
            probe.Connect(address);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && new FileInfo(path).Length == 0)
        {
            File.Delete(path);
        }
        catch (SocketException)
        {
            // The file is in use, or we may not use it: binding says so.
        }
    }
}
