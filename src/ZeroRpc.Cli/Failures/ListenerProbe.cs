using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Cli.Failures;

/// <summary>Checks after a call without a reply whether any process listens at the endpoint.</summary>
internal static class ListenerProbe
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(2);

    private const string NoAnswer = "but does not answer: " +
        "is it a ZeroRPC server, has it this method (Node is silent if not), does it need longer (--timeout)?";

    /// <summary>Returns a sentence to append to the error. Empty if nothing can be determined.</summary>
    /// <param name="endpoints">One or several endpoints, separated by ", ".</param>
    /// <param name="ifListening">The sentence to append if a process listens.</param>
    public static async Task<string> HintAsync(string? endpoints, string ifListening = NoAnswer)
    {
        string[] hints = await Task.WhenAll((endpoints ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(endpoint => ProbeAsync(endpoint, ifListening)));
        return string.Concat(hints.Select(hint => " " + hint)).TrimEnd();
    }

    private static async Task<string> ProbeAsync(string endpoint, string ifListening)
    {
        if (!TryParse(endpoint, out EndPoint? address))
        {
            return "";
        }

        using var limit = new CancellationTokenSource(_limit);
        using Socket socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return $"Somebody listens at {endpoint}, {ifListening}";
        }
        catch (OperationCanceledException)
        {
            return $"{endpoint} accepts no TCP connection within {_limit.TotalSeconds:0} s: is the host right, and is no firewall between?";
        }
        catch (SocketException refused)
        {
            return WhyNot(endpoint, address, refused);
        }
    }

    private static string WhyNot(string endpoint, EndPoint address, SocketException refused) => (refused.SocketErrorCode, address) switch
    {
        // A path without a file is reported as an unavailable address.
        (SocketError.ConnectionRefused or SocketError.AddressNotAvailable, UnixDomainSocketEndPoint) =>
            $"Nobody listens at {endpoint}: is the server running, and is this its path?",
        (SocketError.ConnectionRefused, _) => $"Nobody listens at {endpoint}: is the server running, and is this its port?",
        _ => $"{endpoint} cannot be reached: {refused.Message}.",
    };

    private static bool TryParse(string endpoint, [NotNullWhen(true)] out EndPoint? address)
    {
        const string Ipc = "ipc://";
        const int LongestPath = 100;
        address = endpoint.StartsWith(Ipc, StringComparison.Ordinal) && endpoint.Length > Ipc.Length && endpoint.Length < LongestPath
            ? new UnixDomainSocketEndPoint(endpoint[Ipc.Length] == '@' ? '\0' + endpoint[(Ipc.Length + 1)..] : endpoint[Ipc.Length..])
            : TrySplit(endpoint, out string host, out int port) ? new DnsEndPoint(host, port) : null;
        return address is not null;
    }

    private static bool TrySplit(string endpoint, out string host, out int port)
    {
        const string Scheme = "tcp://";
        int colon = endpoint.LastIndexOf(':');
        (host, port) = ("", 0);
        if (!endpoint.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || colon < Scheme.Length)
        {
            return false;
        }

        host = endpoint[Scheme.Length..colon].Trim('[', ']');
        return int.TryParse(endpoint[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && host.Length > 0;
    }
}
