using System.Net;
using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Looks up the addresses of host names. A lookup can take seconds and therefore runs on a thread of its own: a loop must not block, and the
/// thread pool belongs to the application.
/// </summary>
internal static class NameLookup
{
    /// <summary>Looks up a name and calls <paramref name="found"/>, on another thread, with its addresses. Without any, the array is empty.</summary>
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

    /// <summary>Returns the addresses of a name, IPv4 first. Empty if the name is unknown.</summary>
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
