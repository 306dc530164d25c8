using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.TestSupport;

/// <summary>
/// Ports at which nobody listens yet. They lie below the ports that the system hands out for port 0: otherwise a server of another test could
/// get the port and answer what was meant for the server to come. Test assemblies that run at the same time take them from ranges of their own.
/// </summary>
internal static class FreePort
{
    private static int _last = 10_000 + (Environment.ProcessId % 200 * 100);

    /// <summary>A tcp endpoint of this machine at which nobody listens.</summary>
    public static string Endpoint() => $"tcp://127.0.0.1:{Next()}";

    /// <summary>A port at which nobody listens.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref _last);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another process has it.
            }
        }
    }
}
