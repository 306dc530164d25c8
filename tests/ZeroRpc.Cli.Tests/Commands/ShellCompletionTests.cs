using System.ComponentModel;
using System.Diagnostics;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary>
/// The completion scripts in their shells, each skipped where its shell is missing. <c>$LINE</c> is the line up to the cursor.
/// </summary>
public sealed class ShellCompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-cli").FullName;

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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

    private async Task<string> CompletedAsync(string shell, string[] arguments, string line)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = WithTool() + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
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
            Assert.Skip($"{shell} is not installed: its completion was not tried.");
            throw;
        }
    }

    /// <summary>A folder where the tool stands under its own name.</summary>
    private string WithTool()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The shells are tried on Unix.");
            return _folder;
        }

        string command = Path.Combine(_folder, "zerorpc-cs");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet exec '{Path.Combine(AppContext.BaseDirectory, "zerorpc-cs.dll")}' \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return _folder;
    }
}
