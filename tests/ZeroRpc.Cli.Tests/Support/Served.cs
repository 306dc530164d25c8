using System.Text.RegularExpressions;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>The tool as a server, and where it is bound.</summary>
public sealed partial class Served : IAsyncDisposable
{
    private Served(Tool tool, string endpoint) => (Tool, Endpoint) = (tool, endpoint);

    /// <summary>The running tool.</summary>
    public Tool Tool { get; }

    /// <summary>Where it is bound.</summary>
    public string Endpoint { get; }

    /// <summary>Starts the tool and waits until it serves.</summary>
    public static async Task<Served> StartAsync(params string[] arguments)
    {
        Tool tool = Tool.Start(arguments);
        try
        {
            return new Served(tool, await ReadEndpointAsync(tool));
        }
        catch
        {
            await tool.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the tool as <c>kill -9</c> does.</summary>
    public Task KillAsync() => Tool.KillAsync();

    public ValueTask DisposeAsync() => Tool.DisposeAsync();

    private static async Task<string> ReadEndpointAsync(Tool tool)
    {
        string endpoint = "";
        string? line;
        do
        {
            line = await tool.ReadErrorAsync();
            Assert.NotNull(line);
            endpoint = Bound().Match(line) is { Success: true } bound ? bound.Groups[1].Value : endpoint;
        }
        while (!line.StartsWith("serving", StringComparison.Ordinal));
        return endpoint;
    }

    [GeneratedRegex("^binding to \"(.*)\"$")]
    private static partial Regex Bound();
}
