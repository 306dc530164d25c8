using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>The commands of docs/cli.md that need others beside them, or a hand at the keyboard, print what is shown.</summary>
public sealed partial class StagedCliTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-cli").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Serving_says_where()
    {
        ShownCommand command = Assert.Single(CliPage.BeginningWith(CliPage.Serve));
        await using Tool serve = Tool.StartLine($"exec {command.Line}");
        string[] lines = [(await serve.ReadErrorAsync())!, (await serve.ReadErrorAsync())!];

        serve.Interrupt();

        Assert.Equal(Port().Replace(command.Output, "PORT"), Port().Replace(string.Join('\n', lines), "PORT"));
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_profile_is_stored_and_used()
    {
        await using Served math = await Served.StartAsync("serve", "--bind", Peer.AnyPort, "System.Math");
        ShownCommand[] commands = [.. CliPage.Commands.Where(command => CliPage.Profile.Any(command.Line.StartsWith))];
        Assert.Equal(4, commands.Length);

        foreach (ShownCommand command in commands.Select(command => command.At(1234, math.Endpoint)))
        {
            command.AssertPrinted((await Tool.RunLineAsync($"export XDG_CONFIG_HOME='{_folder}'; {command.Line}")).Shown(command));
        }
    }

    [Fact]
    public async Task What_is_pushed_is_pulled()
    {
        ShownCommand pull = Assert.Single(CliPage.BeginningWith(CliPage.Pull));
        await using Tool puller = Tool.StartLine($"exec {pull.At(1235, Peer.AnyPort).Line}");
        (string bound, string endpoint) = await ReadBoundAsync(puller);

        foreach (ShownCommand push in CliPage.BeginningWith(CliPage.Push).Select(command => command.At(1235, endpoint)))
        {
            push.AssertPrinted((await Tool.RunLineAsync(push.Line)).Shown(push));
        }

        ToolResult pulled = await puller.EndAsync();
        Assert.Equal(0, pulled.ExitCode);
        pull.At(1235, endpoint).AssertPrinted($"{bound}\n{pulled.Output}");
    }

    [Fact]
    public async Task What_is_published_and_wanted_is_printed_until_Ctrl_C()
    {
        ShownCommand sub = Assert.Single(CliPage.BeginningWith(CliPage.Sub));
        await using Tool subscriber = Tool.StartLine($"exec {sub.At(1236, Peer.AnyPort).Line}");
        (string bound, string endpoint) = await ReadBoundAsync(subscriber);
        await Tool.RunAsync("pub", endpoint, "-j", "news.Weather", "2");
        await Tool.RunAsync("pub", endpoint, "-j", "sport.Goal", "1");
        string? heard = await subscriber.ReadLineAsync();

        subscriber.Interrupt();

        sub.At(1236, endpoint).AssertPrinted($"{bound}\n{heard}\n^C"); // The terminal itself shows the last line.
        ToolResult ended = await subscriber.EndAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task The_prompt_answers_as_shown()
    {
        RequireScript();
        await using PeerProcess python = await Peer.Python.ServeAsync();
        ShownCommand repl = Assert.Single(CliPage.BeginningWith(CliPage.Repl)).At(6001, python.Endpoint);
        await using Tool terminal = Tool.StartLine(
            $"exec env XDG_DATA_HOME='{_folder}' TERM=dumb script -qec 'stty cols 80 rows 24; {repl.Line}' /dev/null");
        foreach (string line in repl.Output.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)))
        {
            await terminal.WriteLineAsync(line[2..]);
        }

        await terminal.WriteLineAsync("exit");
        string[] printed = [.. (await terminal.EndAsync()).Output.Split('\n').Select(AsSeen)
            .SkipWhile(line => !line.StartsWith(python.Endpoint, StringComparison.Ordinal))];

        Assert.Equal(["> exit", ""], printed[^2..]);
        repl.AssertPrinted(string.Join('\n', printed[..^2]));
    }

    [Fact]
    public async Task Calls_are_traced_recorded_and_replayed()
    {
        await using PeerProcess python = await Peer.Python.ServeAsync();
        ShownCommand trace = Assert.Single(CliPage.BeginningWith(CliPage.Trace)).At(6002, Peer.AnyPort).At(6001, python.Endpoint);
        await using Tool tracer = Tool.StartLine($"cd '{_folder}' && exec {trace.Line}");
        string listening = (await tracer.ReadErrorAsync())!;
        string endpoint = listening.Split(' ')[2].TrimEnd(',');
        await using Tool caller = Tool.StartLine($"exec zerorpc-cs --stdin --heartbeat 1 --active-hb {endpoint}");
        foreach (string call in (string[])["""["add_42", 1]""", """["echo", {"$bytes": "AP8="}]""", """["count", 2]""", """["block", 6]"""])
        {
            await caller.WriteLineAsync(call);
        }

        List<string> crossed = [];
        do
        {
            crossed.Add((await tracer.ReadLineAsync())!);
        }
        while (!crossed[^1].Contains(" ! ", StringComparison.Ordinal));
        tracer.Interrupt();

        Assert.Equal(0, (await tracer.EndAsync()).ExitCode);
        Assert.Equal(Essence(trace.Output), Essence($"{listening}\n{string.Join('\n', crossed)}"));
        await AssertReplayedAsync();
    }

    /// <summary>Against the same service, but for one method.</summary>
    private async Task AssertReplayedAsync()
    {
        await using PeerProcess later = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, add = 43 });
        ShownCommand replay = Assert.Single(CliPage.BeginningWith(CliPage.Replay)).At(6003, later.Endpoint);

        ToolResult result = await Tool.RunLineAsync($"cd '{_folder}' && {replay.Line}");

        Assert.Equal(1, result.ExitCode);
        replay.AssertPrinted(result.Error);
    }

    private static async Task<(string Line, string Endpoint)> ReadBoundAsync(Tool tool)
    {
        string line = (await tool.ReadErrorAsync())!;
        return (line, line.Split('"')[1]);
    }

    /// <summary>Without times and ports; and heartbeats once, for how many there are is a matter of time too.</summary>
    private static string[] Essence(string trace) => [.. trace.Split('\n').Select(line => Changing().Replace(line, "#")).Distinct()];

    /// <summary>A line as it stands at last on a terminal.</summary>
    private static string AsSeen(string line) => ControlSequence().Replace(line.Split("\e[K")[^1], "").Trim('\r');

    private static void RequireScript()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("script", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
        }
        catch (Win32Exception)
        {
            MissingPeer.Skip("script", "nothing can play a terminal.", "On Debian: apt-get install bsdutils.");
        }
    }

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"^ *\d+\.\d{3}(?= #)|(?<=127\.0\.0\.1:)\d+|\d+\.\d(?= m?s\b)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"\e(\[[0-9;?]*[a-zA-Z]|=|>)")]
    private static partial Regex ControlSequence();
}
