using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>A Python or Node program that a document shows, run as it stands there but for the endpoint.</summary>
internal sealed class ShownProgram
{
    private const string ShownEndpoint = "tcp://127.0.0.1:4242";

    private readonly Block[] _blocks;

    /// <summary>Reads what a document shows under a name: the program, and its output where that is shown too.</summary>
    public ShownProgram(string document, string name) =>
        _blocks = [.. Markdown.Read(document).Blocks().Where(block => block.Name == name)];

    /// <summary>What the document says that it prints.</summary>
    public string Output => _blocks.Single(block => block.Language == "text").Text;

    private Block Source => _blocks.Single(block => block.Language is "python" or "js");

    /// <summary>Starts the program, or skips the test where its peer is missing.</summary>
    /// <param name="endpoint">The endpoint in place of the one that is shown.</param>
    /// <param name="folder">The folder with the files that a Python program names. Null if it names none.</param>
    public Task<PeerProcess> RunAsync(string endpoint, string? folder = null)
    {
        string enter = folder is null ? "" : $"import os; os.chdir({JsonSerializer.Serialize(folder)})\n";
        Assert.Contains(ShownEndpoint, Source.Text, StringComparison.Ordinal);
        Peer peer = Source.Language == "js" ? Peer.Node : Peer.Python;
        return peer.RunAsync(enter + Source.Text.Replace(ShownEndpoint, endpoint, StringComparison.Ordinal));
    }
}
