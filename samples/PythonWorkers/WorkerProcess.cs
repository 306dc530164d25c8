using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

/// <summary>A Python worker, started by us and ended with us.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _jobStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _jobsStarted;

    private WorkerProcess(Process process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>Where it serves.</summary>
    public string Endpoint { get; }

    /// <summary>How many jobs it has begun.</summary>
    public int JobsStarted => Volatile.Read(ref _jobsStarted);

    /// <summary>Completes when it begins its first job.</summary>
    public Task JobStarted => _jobStarted.Task;

    /// <summary>Starts one at a free port and waits until it serves.</summary>
    /// <param name="options">Those of <c>worker.py</c>.</param>
    public static async Task<WorkerProcess> StartAsync(params string[] options)
    {
        string endpoint = FreeEndpoint();
        string python = Environment.GetEnvironmentVariable("ZERORPC_PYTHON") ?? "python3";
        string script = Path.Combine(AppContext.BaseDirectory, "worker.py");
        Process process = Process.Start(new ProcessStartInfo(python, [script, endpoint, .. options])
        {
            RedirectStandardInput = true, // its end tells the worker of ours
            RedirectStandardOutput = true,
        })!;
        var worker = new WorkerProcess(process, endpoint);
        if (await process.StandardOutput.ReadLineAsync() != "ready")
        {
            await worker.DisposeAsync();
            throw new InvalidOperationException($"'{python} worker.py' did not start. Set ZERORPC_PYTHON to a Python that has zerorpc.");
        }

        _ = worker.ReadAsync();
        return worker;
    }

    /// <summary>Ends it as a crash does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string FreeEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"tcp://{listener.LocalEndpoint}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is not null)
        {
            Interlocked.Increment(ref _jobsStarted);
            _jobStarted.TrySetResult();
        }
    }
}
