using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Transport;

/// <summary>The scheme of an endpoint.</summary>
internal enum TransportScheme
{
    /// <summary><c>tcp://host:port</c>.</summary>
    Tcp,

    /// <summary><c>inproc://name</c>: within the process.</summary>
    InProcess,

    /// <summary><c>ipc://path</c>: a Unix domain socket.</summary>
    Ipc,
}

/// <summary>A parsed endpoint. For tcp, <paramref name="Host"/> has no brackets; for inproc it is the name, and for ipc the path.</summary>
internal sealed record Endpoint(TransportScheme Scheme, string Host, int Port)
{
    private const string Forms = "Endpoints look like tcp://127.0.0.1:4242, ipc:///path or inproc://name.";

    /// <summary>Parses an endpoint to bind. Host and path can be <c>*</c>; the port can be <c>*</c> or 0 for any free port.</summary>
    /// <exception cref="ZeroRpcEndpointException">
    /// The endpoint is malformed. The message states the problem and the correct form.
    /// </exception>
    public static Endpoint ForBind(string text) => Parse(text, toBind: true);

    /// <summary>Parses an endpoint to connect to. Host and port are required.</summary>
    /// <exception cref="ZeroRpcEndpointException">
    /// The endpoint is malformed. The message states the problem and the correct form.
    /// </exception>
    public static Endpoint ForConnect(string text)
    {
        Endpoint endpoint = Parse(text, toBind: false);

        // The wildcard addresses are those that a listener on all interfaces returns. Linux connects them to the loopback interface; other
        // systems fail.
        return endpoint.Host switch
        {
            "0.0.0.0" => endpoint with { Host = "127.0.0.1" },
            "::" => endpoint with { Host = "::1" },
            _ => endpoint,
        };
    }

    /// <summary>Returns the endpoint in its text form.</summary>
    public override string ToString() => Scheme switch
    {
        TransportScheme.InProcess => $"inproc://{Host}",
        TransportScheme.Ipc => $"ipc://{Host}",
        _ when Host.Contains(':') => string.Create(CultureInfo.InvariantCulture, $"tcp://[{Host}]:{Port}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"tcp://{Host}:{Port}"),
    };

    private static Endpoint Parse(string text, bool toBind)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0)
        {
            throw Wrong(text, $"it has no scheme. {Forms}");
        }

        string rest = text[(colon + 3)..];
        return text[..colon] switch
        {
            "tcp" => ParseTcp(text, rest, toBind),
            "inproc" when rest.Length > 0 => new Endpoint(TransportScheme.InProcess, rest, 0),
            "inproc" => throw Wrong(text, "it has no name. Write inproc://name, with any name."),
            "ipc" when rest == "*" && !toBind => throw Wrong(text, "* is only for listening. Name the path to connect to: ipc:///path."),
            "ipc" when rest.AsSpan().TrimStart('@').Length > 0 => new Endpoint(TransportScheme.Ipc, rest, 0),
            "ipc" => throw Wrong(text, "it has no path. Write ipc:///path, or ipc://@name for a socket without a file."),
            string scheme => throw Wrong(text, $"the scheme '{scheme}' is not supported. {Forms}"),
        };
    }

    private static Endpoint ParseTcp(string text, string rest, bool toBind)
    {
        int colon = rest.LastIndexOf(':');
        if (colon < 0 || rest.EndsWith(']'))
        {
            throw Wrong(text, "it has no port. Write tcp://host:port.");
        }

        return new Endpoint(TransportScheme.Tcp, ParseHost(text, rest[..colon], toBind), ParsePort(text, rest[(colon + 1)..], toBind));
    }

    private static string ParseHost(string text, string host, bool toBind)
    {
        if (host.Length == 0)
        {
            throw Wrong(text, "it has no host. Write tcp://host:port" + (toBind ? ", or tcp://*:port to listen on every interface." : "."));
        }

        if (host == "*")
        {
            return toBind ? "0.0.0.0" : throw Wrong(text, "* is only for listening. Name the host to connect to: tcp://host:port.");
        }

        if (host[0] == '[')
        {
            bool isAddress = host[^1] == ']' && IPAddress.TryParse(host[1..^1], out IPAddress? address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
            return isAddress ? host[1..^1] : throw Wrong(text, "what is in brackets is no IPv6 address. Write tcp://[::1]:port.");
        }

        if (host.Contains(':'))
        {
            throw Wrong(text, "an IPv6 address stands in brackets. Write tcp://[::1]:port.");
        }

        return Uri.CheckHostName(host) is UriHostNameType.Unknown
            ? throw Wrong(text, $"'{host}' is no host name and no address. Write tcp://host:port.")
            : host;
    }

    private static int ParsePort(string text, string port, bool toBind)
    {
        if (port == "*")
        {
            port = "0";
        }

        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 65535)
        {
            throw Wrong(text, $"the port '{port}' is no number from 1 to 65535. Write tcp://host:port.");
        }

        return number > 0 || toBind ? number : throw Wrong(text, "a connection needs the port: give the one that the server listens on.");
    }

    private static ZeroRpcEndpointException Wrong(string text, string why) => new($"'{text}' is no usable endpoint: {why}") { Endpoint = text };
}
