using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

/// <summary>The Python process with both services, started by us and ended with us. Only this machine reaches it.</summary>
public sealed class PythonServices : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo? _sockets;

    private PythonServices(Process process, DirectoryInfo? sockets, string chat, string machine) =>
        (_process, _sockets, ChatEndpoint, MachineEndpoint) = (process, sockets, chat, machine);

    /// <summary>Where the chat serves.</summary>
    public string ChatEndpoint { get; }

    /// <summary>Where the machine's figures are served.</summary>
    public string MachineEndpoint { get; }

    /// <summary>Starts the process and waits until it serves.</summary>
    public static async Task<PythonServices> StartAsync()
    {
        // Files in a folder of our own: no other user of the machine can claim to be somebody.
        DirectoryInfo? sockets = OperatingSystem.IsWindows() ? null : Directory.CreateTempSubdirectory("gateway-");
        string chat = sockets is null ? FreeEndpoint() : $"ipc://{sockets.FullName}/chat";
        string machine = sockets is null ? FreeEndpoint() : $"ipc://{sockets.FullName}/machine";
        string python = Environment.GetEnvironmentVariable("ZERORPC_PYTHON") ?? "python3";
        Process process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "services.py"), chat, machine])
        {
            RedirectStandardInput = true, // Its end tells the process of ours.
            RedirectStandardOutput = true,
        })!;
        var services = new PythonServices(process, sockets, chat, machine);
        if (await process.StandardOutput.ReadLineAsync() != "ready")
        {
            await services.DisposeAsync();
            throw new InvalidOperationException($"'{python} services.py' did not start. Set ZERORPC_PYTHON to a Python that has zerorpc.");
        }

        return services;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _sockets?.Delete(recursive: true);
    }

    private static string FreeEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"tcp://{listener.LocalEndpoint}";
    }
}
