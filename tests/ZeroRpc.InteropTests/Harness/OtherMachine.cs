using System.ComponentModel;
using System.Diagnostics;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>
/// A network namespace of Linux, which stands for another machine: Python programs run there, and the cable to it can be pulled, so that
/// packets are lost and no connection is closed. Needs root and iproute2; else the test is skipped.
/// </summary>
internal sealed class OtherMachine : IAsyncDisposable
{
    private static int _count;

    private readonly string _name;
    private readonly string _cable;
    private readonly string _network;

    private OtherMachine()
    {
        int number = Interlocked.Increment(ref _count);
        _name = $"zerorpc-{Environment.ProcessId}-{number}";
        _cable = $"zr{Environment.ProcessId % 100_000}n{number}";
        _network = $"10.{200 + (Environment.ProcessId % 50)}.{Environment.ProcessId / 50 % 250}.{4 * number}";
    }

    /// <summary>The address of the machine.</summary>
    public string Address => Host(2);

    /// <summary>Starts a machine, or skips the test.</summary>
    public static async Task<OtherMachine> StartAsync()
    {
        PythonPeer.Interpreter();
        var machine = new OtherMachine();
        if (!OperatingSystem.IsLinux() || await machine.TryIpAsync("netns", "add", machine._name) is { } problem && problem.Length > 0)
        {
            Assert.Skip("There is no network namespace: it needs Linux, root and iproute2 (ip netns add).");
        }

        string ours = machine._cable + "a";
        string theirs = machine._cable + "b";
        await machine.IpAsync("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", machine._name);
        await machine.IpAsync("address", "add", $"{machine.Host(1)}/30", "dev", ours);
        await machine.IpAsync("link", "set", ours, "up");
        await machine.IpAsync("-n", machine._name, "address", "add", $"{machine.Host(2)}/30", "dev", theirs);
        await machine.IpAsync("-n", machine._name, "link", "set", theirs, "up");
        return machine;
    }

    /// <summary>Runs a Python program there, which says where it is bound.</summary>
    public async Task<PeerProcess> RunAsync(string source)
    {
        PeerProcess process = PeerProcess.Start(
            new ProcessStartInfo("ip", ["netns", "exec", _name, PythonPeer.Interpreter(), "-c", source]));
        await process.ReadyAsync();
        return process;
    }

    /// <summary>From now on all packets are lost.</summary>
    public Task PullCableAsync() => IpAsync("-n", _name, "link", "set", _cable + "b", "down");

    /// <summary>From now on packets arrive again.</summary>
    public Task PlugCableInAsync() => IpAsync("-n", _name, "link", "set", _cable + "b", "up");

    public async ValueTask DisposeAsync()
    {
        await TryIpAsync("link", "delete", _cable + "a");
        await TryIpAsync("netns", "delete", _name);
    }

    private string Host(int number)
    {
        int dot = _network.LastIndexOf('.');
        return $"{_network[..dot]}.{int.Parse(_network[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture) + number}";
    }

    private async Task IpAsync(params string[] arguments)
    {
        string problem = await TryIpAsync(arguments);
        Assert.True(problem.Length == 0, $"ip {string.Join(' ', arguments)}: {problem}");
    }

    private async Task<string> TryIpAsync(params string[] arguments)
    {
        try
        {
            using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            string problem = await ip.StandardError.ReadToEndAsync(CancellationToken.None);
            await ip.WaitForExitAsync(CancellationToken.None);
            return ip.ExitCode == 0 ? "" : $"exit code {ip.ExitCode}: {problem}";
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
