using System.ComponentModel;
using System.Diagnostics;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary>
/// The completion scripts in their shells, each skipped where its shell is missing. <c>$LINE</c> is the line up to the cursor.
/// </summary>
public sealed class ShellCompletionTests
{
    /// <summary>What sources each shell's script, completes the line, and prints what it may become.</summary>
    public static TheoryData<string, string[]> Shells => new()
    {
        {
            "bash",
            [
                "-c",
                "eval \"$(zerorpc-cs completion bash)\"; COMP_LINE=$LINE COMP_POINT=${#LINE}; _zerorpc_cs; echo \"${COMPREPLY[@]}\"",
            ]
        },
        {
            "zsh",
            [
                "-c",
                "compdef() { }; compadd() { print -lr -- $candidates }; eval \"$(zerorpc-cs completion zsh)\"; " +
                "words=(${(s: :)LINE}) CURRENT=$#words PREFIX=$words[-1]; _zerorpc_cs",
            ]
        },
        { "fish", ["-c", "zerorpc-cs completion fish | source; complete -C $LINE"] },
        {
            "pwsh",
            [
                "-NoProfile", "-Command",
                "zerorpc-cs completion pwsh | Out-String | Invoke-Expression; " +
                "(TabExpansion2 $env:LINE $env:LINE.Length).CompletionMatches.CompletionText",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Methods_of_the_live_service_complete(string shell, string[] arguments)
    {
        await using Served math = await Served.StartAsync("serve", "--bind", Peer.AnyPort, "System.Math");

        Assert.Equal("Floor", await CompletedAsync(shell, arguments, $"zerorpc-cs {math.Endpoint} Flo"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Options_complete(string shell, string[] arguments) =>
        Assert.Equal("--explain", await CompletedAsync(shell, arguments, "zerorpc-cs ping --ex"));

    /// <summary>What a shell would run if Enter followed the completion.</summary>
    [Theory]
    [InlineData("m$(touch made)")]
    [InlineData("m`touch made`; touch made")]
    [InlineData("m'\"\\ &|<>!*?~#{a,b}[c] \u2019\u201d")]
    public async Task A_name_that_bash_inserts_is_one_word_and_runs_nothing(string name)
    {
        await using ZeroRpcServer server = new();
        server.AddMethod(name, () => 1);
        string endpoint = server.Bind(Peer.AnyPort);
        server.Start();
        string folder = Directory.CreateDirectory(TemporaryFolder.NewPath()).FullName;
        string script = $"cd '{folder}'; " +
            "eval \"$(zerorpc-cs completion bash)\"; COMP_LINE=$LINE COMP_POINT=${#LINE}; _zerorpc_cs; eval \"printf %s ${COMPREPLY[0]}\"";

        Assert.Equal(name, await CompletedAsync("bash", ["-c", script], $"zerorpc-cs {endpoint} m"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    /// <summary>Such a name would be an option, or end before its end.</summary>
    [Theory]
    [InlineData("--output=x")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31m")]
    [InlineData("a\u202eb")]
    public async Task A_name_that_no_shell_can_quote_is_left_out(string name)
    {
        await using ZeroRpcServer server = new();
        server.AddMethod(name, () => 1);
        string endpoint = server.Bind(Peer.AnyPort);
        server.Start();

        Assert.Equal(new ToolResult(0, "", ""), await Tool.RunAsync("__complete", $"zerorpc-cs {endpoint} "));
    }

    private async Task<string> CompletedAsync(string shell, string[] arguments, string line)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = NamedTool.SearchPath;
        start.Environment["LINE"] = line;
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).OrHang();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).OrHang();
            return output.TrimEnd();
        }
        catch (Win32Exception)
        {
            MissingPeer.Skip(shell, "the shell is not installed.", HowToInstall(shell));
            throw;
        }
    }

    private static string HowToInstall(string shell) => shell == "pwsh"
        ? "dotnet tool install --global PowerShell"
        : $"On Debian: apt-get install {shell}.";
}
