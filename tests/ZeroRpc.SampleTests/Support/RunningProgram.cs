using System.Diagnostics;
using System.Text;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.SampleTests.Support;

/// <summary>A program run as a process, and all it says. Disposing kills it.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource Came)> _awaited = [];

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All lines so far, of standard output and standard error.</summary>
    public string Said
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables; those of the samples that it does not name are not set.</param>
    public static RunningProgram Start(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // A killed runtime would leave the sockets of its diagnostics behind.
        foreach (string name in start.Environment.Keys.Where(name => name.Split('_')[0] is "DOTCLOUD" or "PORT" or "WORKER").ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Waits for a line that has a text in it.</summary>
    public async Task<RunningProgram> UntilSaidAsync(string text)
    {
        Task came;
        lock (_lines)
        {
            var awaited = (text, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _awaited.Add(awaited);
            came = _lines.Any(line => line.Contains(text, StringComparison.Ordinal)) ? Task.CompletedTask : awaited.Item2.Task;
        }

        Task ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(came, ended).OrHang(Describe);
        Assert.True(came.IsCompleted || Said.Contains(text, StringComparison.Ordinal), $"'{text}' was not said. {Describe()}");
        return this;
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).OrHang(Describe);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as <c>kill</c> does.</summary>
    public void Terminate() => _process.Terminate();

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
            foreach ((string text, TaskCompletionSource came) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    came.TrySetResult();
                }
            }
        }
    }

    private string Describe() =>
        $"'{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}' said:{Environment.NewLine}{Said}";
}
