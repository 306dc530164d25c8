using System.ComponentModel;
using System.Diagnostics;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>A folder of scripts for Node, into which <c>npm ci</c> brings what its lock file names, once for each build output.</summary>
/// <param name="folder">The folder.</param>
/// <param name="probe">A program that runs if all is there.</param>
internal sealed class NpmFolder(string folder, string probe)
{
    private readonly Lock _gate = new();
    private Task<string?>? _whyNot;

    /// <summary>Installs the packages at the first call. Gives the reason why scripts cannot run, or null if they can.</summary>
    public Task<string?> WhyNotAsync()
    {
        lock (_gate)
        {
            return _whyNot ??= TryAsync();
        }
    }

    private async Task<string?> TryAsync()
    {
        try
        {
            return await RunAsync("node", "--version") ?? await InstallAsync() ?? await RunAsync("node", "-e", probe);
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }

    /// <summary>Installs what the lock file names unless that is there; test runs of one checkout wait for each other.</summary>
    private async Task<string?> InstallAsync()
    {
        await using FileStream turn = await LockAsync(Path.Combine(folder, ".install.lock"));
        string wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        string stamp = Path.Combine(folder, "node_modules", ".installed");
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

    private async Task<string?> RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
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
