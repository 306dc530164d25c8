using System.Diagnostics;
using System.Text.Json;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>A foreign implementation of ZeroRPC: its scripts in the folder <c>Peers</c>, and what it takes to run them here.</summary>
public abstract class Peer
{
    /// <summary>An endpoint for a peer that binds: it says which port it got.</summary>
    public const string AnyPort = "tcp://127.0.0.1:0";

    public static Peer Python { get; } = new PythonPeer();

    public static Peer Node { get; } = new NodePeer();

    /// <summary>The folder of all peers' scripts, beside the tests' assembly.</summary>
    protected static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Peers");

    /// <summary>Starts the peer's server and waits until it serves. <paramref name="options"/> as the script's head explains them.</summary>
    public Task<PeerProcess> ServeAsync(object? options = null) => StartAsync("server", options ?? new { bind = AnyPort });

    /// <summary>Starts the peer's client, which makes the calls one after the other and says one line for each.</summary>
    public Task<PeerProcess> CallAsync(object options, params object?[][] calls) => StartAsync("client", options, calls);

    /// <summary>Starts a script of the peer, or skips the test where the peer is missing.</summary>
    public async Task<PeerProcess> StartAsync(string script, object options, params object?[][] calls)
    {
        ProcessStartInfo start = await CommandAsync(script);
        start.ArgumentList.Add(JsonSerializer.Serialize(options));
        foreach (object?[] call in calls)
        {
            start.ArgumentList.Add(JsonSerializer.Serialize(call));
        }

        PeerProcess process = PeerProcess.Start(start);
        await process.ReadyAsync();
        return process;
    }

    /// <summary>Runs a program that is given as text, as documents show it.</summary>
    public async Task<PeerProcess> RunAsync(string source) => PeerProcess.Start(await ProgramAsync(source));

    /// <summary>Skips the test where the peer is missing. A test that starts other processes before its peer calls it first.</summary>
    public abstract Task RequireAsync();

    /// <summary>The command that runs a script, without the script's arguments.</summary>
    protected abstract Task<ProcessStartInfo> CommandAsync(string script);

    /// <summary>The command that runs a program given as text.</summary>
    protected abstract Task<ProcessStartInfo> ProgramAsync(string source);
}
