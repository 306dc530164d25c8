using System.Net.Sockets;
using ZeroRpc.TestSupport;

namespace ZeroRpc.Tests.Support;

/// <summary>What some tests need of the system; without it they are skipped, with the reason.</summary>
internal static class Needs
{
    /// <summary>Unix domain sockets: Windows has them since 2018, Wine 8 has none.</summary>
    public static void UnixSockets() => Assert.SkipUnless(Socket.OSSupportsUnixDomainSockets, "This system has no Unix domain sockets.");

    /// <summary>A new endpoint, and a system that has such.</summary>
    public static string IpcEndpoint()
    {
        UnixSockets();
        return TemporaryFolder.NewIpcEndpoint();
    }

    /// <summary>An endpoint as it is, and a system that has such.</summary>
    public static string Endpoint(string endpoint)
    {
        if (endpoint.StartsWith("ipc://", StringComparison.Ordinal))
        {
            UnixSockets();
        }

        return endpoint;
    }
}
