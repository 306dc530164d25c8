using System.Diagnostics;
using System.Text;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>The built tool, run as a process.</summary>
public sealed class Tool : IAsyncDisposable
{
    private readonly Process _process;

    private Tool(Process process) => _process = process;

    /// <summary>Runs the tool to its end.</summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunWithAsync(input: "", endpoint: null, arguments);

    /// <summary>Runs the tool to its end.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="endpoint">What <c>ZERORPC_ENDPOINT</c> says; null for nothing.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ToolResult> RunWithAsync(string input, string? endpoint, params string[] arguments)
    {
        await using Tool tool = StartWith(Variables(endpoint), arguments);
        await tool._process.StandardInput.WriteAsync(input);
        tool._process.StandardInput.Close();
        return await tool.EndAsync();
    }

    /// <summary>Runs the tool to its end, with variables in its environment.</summary>
    public static async Task<ToolResult> RunInAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        await using Tool tool = StartWith(environment, arguments);
        tool._process.StandardInput.Close();
        return await tool.EndAsync();
    }

    /// <summary>Starts the tool, for a test that talks with it.</summary>
    public static Tool Start(params string[] arguments) => StartWith([], arguments);

    /// <summary>Runs a line of a shell that knows the tool by its name, to its end.</summary>
    public static async Task<ToolResult> RunLineAsync(string line)
    {
        await using Tool shell = StartLine(line);
        shell._process.StandardInput.Close();
        return await shell.EndAsync();
    }

    /// <summary>Starts a line of a shell that knows the tool by its name; one that begins with <c>exec</c> gets signals itself.</summary>
    public static Tool StartLine(string line)
    {
        ProcessStartInfo start = Redirected([.. HeedingCtrlC, "sh", "-c", line]);
        start.Environment["PATH"] = NamedTool.SearchPath;
        return new Tool(Process.Start(start)!);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The next line that it prints.</summary>
    public Task<string?> ReadLineAsync() =>
        _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang(() => "The tool printed nothing.");

    /// <summary>The next line that it says on standard error.</summary>
    public Task<string?> ReadErrorAsync() =>
        _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrHang(() => "The tool said nothing.");

    /// <summary>Waits for the next characters that it prints.</summary>
    public async Task<string> ReadAsync(int count)
    {
        char[] characters = new char[count];
        int read = await _process.StandardOutput.ReadBlockAsync(characters, TestContext.Current.CancellationToken).AsTask().OrHang();
        return new string(characters, 0, read);
    }

    /// <summary>Closes our end of its output, as <c>head</c> does.</summary>
    public void StopReading() => _process.StandardOutput.Close();

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => _process.Interrupt();

    /// <summary>What <c>kill</c> sends.</summary>
    public void Terminate() => _process.Terminate();

    /// <summary>Waits for its end.</summary>
    public async Task<ToolResult> EndAsync(bool outputClosed = false)
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = outputClosed ? "" : await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).OrHang();
        string error = await errors.OrHang();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).OrHang();
        return new ToolResult(_process.ExitCode, output, error);
    }

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

    /// <summary>A test run that a script started in the background ignores Ctrl-C, and so would the tool that it starts.</summary>
    private static string[] HeedingCtrlC => OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];

    private static (string Name, string Value)[] Variables(string? endpoint) =>
        endpoint is null ? [] : [("ZERORPC_ENDPOINT", endpoint)];

    private static Tool StartWith((string Name, string Value)[] environment, string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "zerorpc-cs.dll");
        ProcessStartInfo start = Redirected([.. HeedingCtrlC, "dotnet", "exec", path, .. arguments]);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Tool(Process.Start(start)!);
    }

    private static ProcessStartInfo Redirected(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("ZERORPC_ENDPOINT");
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // A killed runtime would leave the sockets of its diagnostics behind.
        return start;
    }
}
