using System.ComponentModel;
using System.Diagnostics;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>The reference implementation: the first interpreter of <c>$ZERORPC_PYTHON</c> and the usual ones that imports zerorpc.</summary>
internal sealed class PythonPeer : Peer
{
    private const string HowToInstall =
        "On Debian: apt-get install python3-zmq python3-gevent python3-msgpack python3-future python3-pip, then " +
        "pip install --no-deps --break-system-packages zerorpc==0.6.3. Elsewhere: pip install zerorpc==0.6.3, and " +
        "ZERORPC_PYTHON names the interpreter.";

    private static readonly Lazy<(string? Interpreter, string Tried)> _found = new(Find);

    /// <summary>Runs Python's own command line and gives what it prints.</summary>
    public static async Task<string> CommandLineAsync(params string[] arguments)
    {
        string run = "import sys; from zerorpc.cli import main; sys.exit(main())";
        await using PeerProcess process = PeerProcess.Start(new ProcessStartInfo(Interpreter(), ["-c", run, .. arguments]));
        return await process.ReadToEndAsync();
    }

    /// <summary>The interpreter, or the test is skipped.</summary>
    public static string Interpreter()
    {
        if (_found.Value.Interpreter is null)
        {
            MissingPeer.Skip("Python", $"no interpreter imports zerorpc ({_found.Value.Tried}).", HowToInstall);
        }

        return _found.Value.Interpreter;
    }

    public override Task RequireAsync()
    {
        Interpreter();
        return Task.CompletedTask;
    }

    protected override Task<ProcessStartInfo> CommandAsync(string script) =>
        Task.FromResult(new ProcessStartInfo(Interpreter(), [Path.Combine(Folder, "python", script + ".py")]));

    protected override Task<ProcessStartInfo> ProgramAsync(string source) =>
        Task.FromResult(new ProcessStartInfo(Interpreter(), ["-c", source]));

    private static (string? Interpreter, string Tried) Find()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("ZERORPC_PYTHON"), "python3", "/usr/bin/python3"];
        List<string> tried = [];
        foreach (string candidate in candidates.OfType<string>().Where(name => name.Length > 0))
        {
            if (WhyNot(candidate) is not { } reason)
            {
                return (candidate, "");
            }

            tried.Add($"{candidate}: {reason}");
        }

        return (null, string.Join("; ", tried));
    }

    private static string? WhyNot(string interpreter)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(interpreter, ["-c", "import zerorpc"]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors.TrimEnd().Split('\n')[^1];
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
