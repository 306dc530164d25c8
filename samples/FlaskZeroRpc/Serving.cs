using System.Runtime.InteropServices;
using ZeroRpc;

/// <summary>How the ZeroRPC programs serve: at PORT_ZEROSERVICE, until they are told to end.</summary>
internal static class Serving
{
    /// <exception cref="FormatException">PORT_ZEROSERVICE is not set, or holds no port.</exception>
    /// <exception cref="ZeroRpcEndpointException">The port is in use.</exception>
    public static async Task ServeAsync(this ZeroRpcServer server)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        string endpoint = server.Bind($"tcp://0.0.0.0:{Settings.Port("PORT_ZEROSERVICE", 4242)}");
        Console.WriteLine($"Serving at {endpoint}");
        await server.RunAsync(stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
