using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.Tests.Support;

/// <summary>
/// Ports at which nobody listens. They lie below those that the system gives away, or a server of another test could get one meanwhile and
/// take what was meant for the one to come.
/// </summary>
internal static class FreePort
{
    private static int _last = 10_000 + (Environment.ProcessId % 10_000);

    public static string Endpoint()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref _last);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return $"tcp://127.0.0.1:{port}";
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}
