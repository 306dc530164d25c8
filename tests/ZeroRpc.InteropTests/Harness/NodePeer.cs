using System.ComponentModel;
using System.Diagnostics;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>zerorpc-node over zeromq 6: <c>npm ci</c> brings both, once for each build output.</summary>
internal sealed class NodePeer : Peer
{
    private const string HowToInstall = "Node 18 or later with npm brings them; on Debian: apt-get install nodejs npm.";

    private static readonly string _folder = Path.Combine(Folder, "node");
    private static readonly Lazy<Task<string?>> _whyNot = new(WhyNotAsync);

    public override async Task RequireAsync()
    {
        if (await _whyNot.Value is { } reason)
        {
            MissingPeer.Skip("Node", $"its programs cannot run: {reason}.", HowToInstall);
        }
    }

    protected override Task<ProcessStartInfo> CommandAsync(string script) => NodeAsync(Path.Combine(_folder, script + ".js"));

    protected override Task<ProcessStartInfo> ProgramAsync(string source) => NodeAsync("-e", source);

    private static async Task<ProcessStartInfo> NodeAsync(params string[] arguments)
    {
        await Node.RequireAsync();
        return new ProcessStartInfo("node", arguments) { WorkingDirectory = _folder };
    }

    private static async Task<string?> WhyNotAsync()
    {
        try
        {
            return await RunAsync("node", "--version") ?? await InstallAsync() ?? await RunAsync("node", "-e", "require('zerorpc')");
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }

    /// <summary>Installs what the lock file names unless that is there; test runs of one checkout wait for each other.</summary>
    private static async Task<string?> InstallAsync()
    {
        await using FileStream turn = await LockAsync(Path.Combine(_folder, ".install.lock"));
        string wanted = await File.ReadAllTextAsync(Path.Combine(_folder, "package-lock.json"));
        string stamp = Path.Combine(_folder, "node_modules", ".installed");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return null;
        }

        if (await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") is { } failure)
        {
            return failure;
        }

        await File.WriteAllTextAsync(stamp, wanted);
        return null;
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : $"'{command} {string.Join(' ', arguments)}' failed: {errors.Trim()}";
    }
}
