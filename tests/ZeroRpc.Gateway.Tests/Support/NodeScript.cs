using System.Diagnostics;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>A program for Node that uses <c>zerorpc.js</c>, with <c>connection</c>, <c>fridge</c> and <c>say</c> at hand.</summary>
internal static class NodeScript
{
    private const string Prelude = """
        import ws from "ws";
        import { connect, CallError, Extension, encode, decode, snakeCase } from "./zerorpc.js";
        const WebSocket = globalThis.WebSocket ?? ws; // Node 20 has none.
        const connection = connect(process.argv[1], { WebSocket, minDelay: 10, maxDelay: 50 });
        const fridge = connection.service("fridge");
        const say = (value) => console.log(typeof value === "string" ? value : encode(value));
        const failure = async (call) => { try { return `no failure: ${await call}`; } catch (error) { return error; } };

        """;

    /// <summary>The folder of the scripts, with <c>zerorpc.js</c> and its declarations.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Peers", "node");

    private static NpmFolder Packages { get; } = new(Folder, "import('ws')"); // After the folder, which it needs.

    /// <summary>Skips the test where Node or its packages are missing.</summary>
    public static async Task RequireAsync()
    {
        if (await Packages.WhyNotAsync() is { } reason)
        {
            MissingPeer.Skip("Node", $"its programs cannot run: {reason}.", "Node 20 or later with npm brings them; on Debian: apt-get install nodejs npm.");
        }
    }

    /// <summary>Starts a program.</summary>
    public static async Task<PeerProcess> StartAsync(GatewayHost gateway, string program)
    {
        await RequireAsync();
        string[] arguments = ["--input-type=module", "-e", Prelude + program, new Uri(gateway.Address, "/rpc").ToString()];
        return PeerProcess.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder });
    }

    /// <summary>Runs a program, and gives the lines that it says.</summary>
    public static async Task<string> RunAsync(GatewayHost gateway, string program)
    {
        await using PeerProcess process = await StartAsync(gateway, program + "\nconnection.close();");
        return (await process.ReadToEndAsync()).ReplaceLineEndings("\n").TrimEnd();
    }
}
