using System.Diagnostics;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>zerorpc-node over zeromq 6: <c>npm ci</c> brings both, once for each build output.</summary>
internal sealed class NodePeer : Peer
{
    private const string HowToInstall = "Node 18 or later with npm brings them; on Debian: apt-get install nodejs npm.";

    private static readonly string _folder = Path.Combine(Folder, "node");
    private static readonly NpmFolder _packages = new(_folder, "require('zerorpc')");

    public override async Task RequireAsync()
    {
        if (await _packages.WhyNotAsync() is { } reason)
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
}
