using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;
using ZeroRpc.Tests.Docs;
using ZeroRpc.TestSupport;

namespace ZeroRpc.SampleTests.Docs;

/// <summary>The samples' READMEs do and show what the samples do.</summary>
public sealed class ReadmeTests
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    [Fact]
    public async Task The_commands_of_FlaskZeroRpc_fill_the_page()
    {
        (int port, int pagePort) = (FreePort.Next(), FreePort.Next());
        string[] commands = Markdown.Read("samples/FlaskZeroRpc/README.md").Block("run").Split('\n');
        await using RunningProgram api = await Run(commands[0], port, pagePort).UntilSaidAsync("Serving at");
        await using RunningProgram www = await Run(commands[1], port, pagePort).UntilSaidAsync("Serving at");
        await using RunningProgram call = Run(commands[2], port, pagePort);

        Assert.Equal(0, await call.EndAsync());
        using var http = new HttpClient();
        string page = await http.GetStringAsync(new Uri($"http://127.0.0.1:{pagePort}/"), TestContext.Current.CancellationToken).OrHang();
        Assert.Equal(["\"hello\""], new Page(System.Net.HttpStatusCode.OK, page).Texts);
    }

    [Fact]
    public async Task The_commands_of_FlaskZeroRpc_with_keys_show_the_page()
    {
        (int port, int pagePort) = (FreePort.Next(), FreePort.Next());
        string keys = TemporaryFolder.NewPath();
        Directory.CreateDirectory(Path.Combine(keys, "clients"));
        string[] commands = [.. Markdown.Read("samples/FlaskZeroRpc/README.md").Block("encrypted").Split('\n')
            .Select(command => command.Replace("KEYS", keys, StringComparison.Ordinal))];
        foreach (string keygen in commands[..2])
        {
            await using RunningProgram made = Run(keygen, port, pagePort);
            Assert.Equal(0, await made.EndAsync());
        }

        await using RunningProgram api = await Run(commands[2], port, pagePort).UntilSaidAsync("Serving at");
        await using RunningProgram www = await Run(commands[3], port, pagePort).UntilSaidAsync("Serving at");
        using var http = new HttpClient();
        string page = await http.GetStringAsync(new Uri($"http://127.0.0.1:{pagePort}/"), TestContext.Current.CancellationToken).OrHang();

        Assert.Contains("Nothing is waiting.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_of_PythonWorkers_shows_its_sources()
    {
        foreach (Block shown in Markdown.Read("samples/PythonWorkers/README.md").Blocks().Where(block => block.Name.Length > 0))
        {
            string source = File.ReadAllText(Path.Combine(Markdown.Root, "samples", "PythonWorkers", shown.Name));
            Assert.Contains(Unindented(shown.Text), Unindented(source), StringComparison.Ordinal);
        }
    }

    /// <summary>As written, but for the ports, the interpreter, and that nothing is built meanwhile.</summary>
    private static RunningProgram Run(string command, int port, int pagePort)
    {
        string here = command
            .Replace("4242", $"{port}", StringComparison.Ordinal)
            .Replace("8080", $"{pagePort}", StringComparison.Ordinal)
            .Replace("python3", PythonPeer.Interpreter(), StringComparison.Ordinal)
            .Replace("dotnet run", $"dotnet run --no-build -c {Configuration}", StringComparison.Ordinal);
        return RunningProgram.Start(["sh", "-c", $"cd '{Markdown.Root}' && {here}"]);
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
}
