using System.Diagnostics;
using System.Text;

namespace ZeroRpc.PackageTests;

/// <summary>A command that was run: how it ended and what it printed.</summary>
/// <param name="ExitCode">0 when it succeeded.</param>
/// <param name="Output">Both of its outputs.</param>
internal sealed record Dotnet(int ExitCode, string Output)
{
    /// <summary>For a hang, and not for a machine that does other things: a busy one packs for many minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs a program in a folder.</summary>
    public static async Task<Dotnet> RunAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Start(folder, program, arguments);
        var output = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit.TotalMinutes} min:\n{output}");
        }

        return new Dotnet(process.ExitCode, output.ToString());
    }

    /// <summary>Starts a program in a folder, away from what this test was built and is run with.</summary>
    public static Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsOfThisRun).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // A killed runtime would leave the sockets of its diagnostics behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // Nothing of ours stays behind.
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Fails the test unless the command succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return Output;
    }

    private static bool IsOfThisRun(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) ||
        variable is "DOTNET_HOST_PATH" or "DOTNET_ROOT_X64";
}
