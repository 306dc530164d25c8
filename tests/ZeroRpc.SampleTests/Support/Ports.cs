using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.SampleTests.Support;

/// <summary>Ports for programs that take theirs from the environment.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
