using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>
/// A running peer, which says JSON lines on its output. It ends when its input closes, so also when the test host dies; disposing kills it.
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PeerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Where the peer is bound or connected.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Starts a command, its input, output and errors in our hands.</summary>
    public static PeerProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return new PeerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the line that tells the endpoint.</summary>
    public async Task ReadyAsync() => Endpoint = (await ReadAsync()).GetProperty("ready").GetString()!;

    /// <summary>The next line that the peer says.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        string? line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang(Describe);
        if (line is null)
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Fail($"The peer ended with exit code {_process.ExitCode}. {Describe()}");
        }

        return JsonElement.Parse(line);
    }

    /// <summary>All that a command prints until it ends well.</summary>
    public async Task<string> ReadToEndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).OrHang(Describe);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).OrHang(Describe);
        Assert.True(_process.ExitCode == 0, $"Exit code {_process.ExitCode}. {Describe()}");
        return output;
    }

    /// <summary>Writes a line to the peer's input.</summary>
    public async Task WriteAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the peer as <c>kill -9</c> does: it says goodbye to nobody.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits until a peer that kills itself has done so, and disposes of it.</summary>
    public async Task DiesAsync()
    {
        await ReadAsync();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).OrHang(Describe);
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private string Describe()
    {
        lock (_errors)
        {
            return $"The peer '{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}' said on stderr:" +
                $"{Environment.NewLine}{_errors}";
        }
    }
}
