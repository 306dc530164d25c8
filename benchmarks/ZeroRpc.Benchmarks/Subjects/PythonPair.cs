using System.Diagnostics;
using System.Globalization;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>zerorpc-python on both ends, in two processes: the first interpreter of <c>$ZERORPC_PYTHON</c> and the usual ones that has it.</summary>
internal sealed class PythonPair : IDisposable
{
    private readonly Process _server;
    private readonly Process _client;

    private PythonPair(Process server, Process client)
    {
        _server = server;
        _client = client;
    }

    /// <summary>Starts both, or gives null where there is no Python that imports zerorpc.</summary>
    public static async Task<PythonPair?> StartAsync()
    {
        foreach (string? interpreter in (string?[])[Environment.GetEnvironmentVariable("ZERORPC_PYTHON"), "python3", "/usr/bin/python3"])
        {
            if (interpreter is null || Start(interpreter, "server.py") is not { } server)
            {
                continue;
            }

            if (await server.StandardOutput.ReadLineAsync() is { } endpoint)
            {
                return new PythonPair(server, Start(interpreter, "client.py", endpoint)!);
            }
        }

        return null;
    }

    /// <summary>Has the client run one of its workloads, and gives the time by its own clock.</summary>
    public async Task<TimeSpan> RunAsync(string workload, int n)
    {
        await _client.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{workload} {n}"));
        string line = await _client.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The Python client has ended.");
        return TimeSpan.FromSeconds(double.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Process process in (Process[])[_client, _server])
        {
            process.Kill();
            process.Dispose();
        }
    }

    private static Process? Start(string interpreter, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            Process process = Process.Start(start)!;
            process.BeginErrorReadLine(); // Read and dropped: Python tells of each event that comes after its channel's end.
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // There is no such program.
        }
    }
}
