using System.Globalization;
using System.Net.Sockets;
using System.Net;
using NetMQ;
using ZeroRpc.Transport;

namespace ZeroRpc.NetMq;

/// <summary>Tcp endpoints as NetMQ takes them, with addresses instead of names: callers look names up, so that the owner of the socket does not wait.</summary>
internal static class TcpAddresses
{
    /// <summary>Returns an endpoint to bind with an address instead of the name of an interface or host.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not tcp, or its host has no address.</exception>
    public static Endpoint ForBind(string text)
    {
        Endpoint endpoint = Endpoint.ForBind(text);
        return endpoint.Scheme == TransportScheme.Tcp && !IPAddress.TryParse(endpoint.Host, out _) && InterfaceNames.Find(endpoint.Host, text) is { } address
            ? endpoint with { Host = address.ToString() }
            : Of(endpoint, text);
    }

    /// <summary>Returns an endpoint to connect to with an address instead of a host name.</summary>
    /// <exception cref="ZeroRpcEndpointException">The endpoint is not tcp, or its host has no address.</exception>
    public static Endpoint ForConnect(string text) => Of(Endpoint.ForConnect(text), text);

    private static Endpoint Of(Endpoint endpoint, string text)
    {
        if (endpoint.Scheme != TransportScheme.Tcp)
        {
            throw new ZeroRpcEndpointException($"'{text}' is not for this transport: tcp and inproc endpoints cannot be mixed on one side.")
            {
                Endpoint = text,
            };
        }

        return IPAddress.TryParse(endpoint.Host, out _) ? endpoint : endpoint with { Host = Resolve(endpoint.Host, text) };
    }

    /// <summary>The port at the end of an endpoint that NetMQ gave.</summary>
    public static int PortOf(string endpoint) => int.Parse(endpoint.AsSpan(endpoint.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

    /// <summary>The name under which NetMQ knows a listener: NetMQ cuts the host off at the first colon, even in an IPv6 address.</summary>
    public static string UnbindKey(Endpoint bound) =>
        bound.Host.Contains(':') ? string.Create(CultureInfo.InvariantCulture, $"tcp://[:{bound.Port}") : bound.ToString();

    /// <summary>The exception for an endpoint that NetMQ refused to bind.</summary>
    public static ZeroRpcEndpointException CannotBind(string endpoint, NetMQException cause)
    {
        string why = cause switch
        {
            AddressAlreadyInUseException => "another socket listens there. Stop it, or take another port (port 0 takes a free one).",
            { ErrorCode: ErrorCode.AddressNotAvailable } => "the address is not one of this machine. Use one that is, or tcp://*:port.",
            { ErrorCode: ErrorCode.AccessDenied } => "this process may not listen there. Take a port above 1023.",
            _ => $"the system refused it ({cause.ErrorCode}).",
        };
        return new ZeroRpcEndpointException($"Cannot listen on '{endpoint}': {why}", cause) { Endpoint = endpoint };
    }

    private static string Resolve(string host, string text)
    {
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(host);
        }
        catch (SocketException exception)
        {
            throw Unknown(host, text, exception);
        }

        IPAddress? address = Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        return address?.ToString() ?? throw Unknown(host, text, null);
    }

    private static ZeroRpcEndpointException Unknown(string host, string text, Exception? cause) =>
        new($"The host '{host}' of '{text}' has no address. Check its spelling, or give its IP address.", cause) { Endpoint = text };
}
