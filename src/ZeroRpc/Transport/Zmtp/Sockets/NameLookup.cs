using System.Net;
using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Host names to addresses, which may take seconds: on a thread of its own, for neither the loop may wait nor is the thread pool ours.
/// </summary>
internal static class NameLookup
{
    /// <summary>Looks a name up; <paramref name="found"/> is called on another thread, with no address when there is none.</summary>
    public static void Start(string host, Action<IPAddress[]> found)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            found([address]);
        }
        else
        {
            LibraryThread.Start($"ZeroRpc name lookup of {host}", () => found(Find(host)));
        }
    }

    /// <summary>The addresses of a name, those of IPv4 first; none when it is not known.</summary>
    public static IPAddress[] Find(string host)
    {
        try
        {
            return [.. Dns.GetHostAddresses(host).OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork)];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
