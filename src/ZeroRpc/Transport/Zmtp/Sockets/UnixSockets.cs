using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Unix domain sockets as libzmq has them: <c>ipc://path</c>, <c>ipc://*</c> for any, and <c>ipc://@name</c> for one without a file (Linux only).</summary>
internal static class UnixSockets
{
    /// <summary>A path that nothing has, for <c>ipc://*</c>.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"zerorpc-{Path.GetRandomFileName()}");

    /// <summary>The address of an ipc endpoint.</summary>
    /// <exception cref="ZeroRpcEndpointException">The path is longer than the system takes.</exception>
    public static UnixDomainSocketEndPoint AddressOf(Endpoint endpoint)
    {
        try
        {
            return new UnixDomainSocketEndPoint(IsAbstract(endpoint) ? '\0' + endpoint.Host[1..] : endpoint.Host);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ZeroRpcEndpointException(
                $"'{endpoint}' is no usable endpoint: the path is longer than a Unix domain socket's may be (107 bytes on Linux).", exception)
            {
                Endpoint = endpoint.ToString(),
            };
        }
    }

    /// <summary>Listens on an ipc endpoint. The file that a server left which died is removed, and so is an empty file; anything else is left alone.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    /// <exception cref="ZeroRpcEndpointException">The path is too long.</exception>
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
            probe.Connect(address);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && new FileInfo(path).Length == 0)
        {
            File.Delete(path);
        }
        catch (SocketException)
        {
            // In use, or not ours: binding will say so.
        }
    }
}
