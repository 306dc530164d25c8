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
        string endpoint = "";
        string? line;
        do
        {
            line = await tool.ReadErrorAsync();
            Assert.NotNull(line);
            endpoint = Bound().Match(line) is { Success: true } bound ? bound.Groups[1].Value : endpoint;
        }
        while (!line.StartsWith("serving", StringComparison.Ordinal));
        return new Served(tool, endpoint);
    }

    public ValueTask DisposeAsync() => Tool.DisposeAsync();

    [GeneratedRegex("^binding to \"(.*)\"$")]
    private static partial Regex Bound();
}
