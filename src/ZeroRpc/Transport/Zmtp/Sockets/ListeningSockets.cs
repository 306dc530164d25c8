using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Makes the sockets that listen, and says clearly why one cannot.</summary>
internal static class ListeningSockets
{
    /// <summary>Listens; <paramref name="bound"/> is the endpoint with its real port or path.</summary>
    /// <exception cref="ZeroRpcEndpointException">It cannot be done; the message says why.</exception>
    public static Socket Listen(Endpoint endpoint, string text, UnixFileMode? mode, out Endpoint bound)
    {
        if (endpoint is { Scheme: TransportScheme.Ipc, Host: "*" })
        {
            endpoint = endpoint with { Host = UnixSockets.NewPath() };
        }

        try
        {
            Socket socket = endpoint.Scheme == TransportScheme.Ipc ? UnixSockets.Listen(endpoint, mode) : ListenTcp(endpoint, text);
            socket.Blocking = false;
            bound = socket.LocalEndPoint is IPEndPoint address ? endpoint with { Host = address.Address.ToString(), Port = address.Port } : endpoint;
            return socket;
        }
        catch (SocketException exception)
        {
            throw new ZeroRpcEndpointException($"Cannot listen on '{text}': {Why(endpoint, exception.SocketErrorCode)}", exception)
            {
                Endpoint = text,
            };
        }
    }

    private static Socket ListenTcp(Endpoint endpoint, string text)
    {
        IPAddress address = IPAddress.TryParse(endpoint.Host, out IPAddress? given)
            ? given
            : InterfaceNames.Find(endpoint.Host, text) ?? Find(endpoint.Host, text);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket, address);
            socket.Bind(new IPEndPoint(address, endpoint.Port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes systems behave alike, as libzmq does.</summary>
    private static void Prepare(Socket socket, IPAddress address)
    {
        // On Windows two sockets may listen on the same port, and share its connections, unless the first one forbids it (SO_EXCLUSIVEADDRUSE).
        // Elsewhere .NET sets SO_REUSEADDR when it binds, so that a server may restart while connections of the last one are in TIME_WAIT.
        if (OperatingSystem.IsWindows())
        {
            socket.ExclusiveAddressUse = true;
        }

        // Whether [::] takes IPv4, too, differs from system to system, and on Linux by configuration.
        if (address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }
    }

    private static IPAddress Find(string host, string text) =>
        NameLookup.Find(host) is [var address, ..]
            ? address
            : throw new ZeroRpcEndpointException($"The host '{host}' of '{text}' has no address, and no network interface has that name. Check its spelling, or give its IP address.")
            {
                Endpoint = text,
            };

    private static string Why(Endpoint endpoint, SocketError error) => (error, endpoint.Scheme) switch
    {
        (SocketError.AddressAlreadyInUse, TransportScheme.Ipc) =>
            "another server listens there, or a file that is no socket has that name. Stop it, or take another path.",
        (SocketError.AddressAlreadyInUse, _) => "another socket listens there. Stop it, or take another port (port 0 takes a free one).",
        (SocketError.AddressNotAvailable, TransportScheme.Ipc) => "the path leads nowhere. Does its directory exist?",
        (SocketError.AddressNotAvailable, _) => "the address is not one of this machine. Use one that is, or tcp://*:port.",
        (SocketError.AccessDenied, TransportScheme.Ipc) => "this process may not write in that directory. Take another path.",
        (SocketError.AccessDenied, _) => "this process may not listen there. Take a port above 1023.",
        _ => $"the system refused it ({error}).",
    };
}
