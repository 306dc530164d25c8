using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>The commands of docs/cli.md, run in a shell as they stand there but for the ports, print what is shown.</summary>
public sealed class CliTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _peers = [];

    public static TheoryData<string> Lines => [.. CliPage.Commands.Select(command => command.Line)
        .Where(line => !CliPage.Staged.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))];

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_command_prints_what_is_shown(string line)
    {
        ShownCommand command = CliPage.Commands.Single(command => command.Line == line);
        if (line.Contains(":1234", StringComparison.Ordinal))
        {
            command = command.At(1234, Made(await Served.StartAsync("serve", "--bind", Peer.AnyPort, "System.Math")).Endpoint);
        }
        else if (line.Contains(":6001", StringComparison.Ordinal))
        {
            command = command.At(6001, Made(await Peer.Python.ServeAsync()).Endpoint);
        }
        else if (line.Contains(":6006", StringComparison.Ordinal))
        {
            command = command.At(6006, Made(await Peer.Python.StartAsync("receiver", new { type = "puller", bind = Peer.AnyPort })).Endpoint);
        }

        ToolResult result = await Tool.RunLineAsync(command.Line);

        command.AssertPrinted(result.Shown(command));
    }

    private T Made<T>(T peer)
        where T : IAsyncDisposable
    {
        _peers.Add(peer);
        return peer;
    }
}
