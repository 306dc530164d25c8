using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The Python of README.md and the C# at the other end of it, run against each other.</summary>
public sealed class ReadmePythonTests
{
    private const string ShownEndpoint = "tcp://127.0.0.1:4242";

    private readonly Markdown _readme = Markdown.Read("README.md");

    [Fact]
    public async Task The_worker_answers_our_client()
    {
        string endpoint = FreeEndpoint();
        await using PeerProcess python = Run("worker.py", endpoint);

        (Measured[] measured, int[] left) = await CallAsync(endpoint).OrHang();

        Assert.Equal([new("so", 2), new("cool", 4)], measured);
        Assert.Equal([3, 2, 1], left);
    }

    [Fact]
    public async Task The_caller_calls_our_server_and_prints_what_is_shown()
    {
        string endpoint = FreeEndpoint();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task serving = ServeAsync(endpoint, stopping.Token);
        await using PeerProcess python = Run("caller.py", endpoint);

        string printed = await python.ReadToEndAsync();

        Assert.Equal(Shown("caller.py", "text"), printed.ReplaceLineEndings("\n").TrimEnd());
        await stopping.CancelAsync();
        await serving.OrHang();
    }

    private static async Task<(Measured[] Measured, int[] Left)> CallAsync(string endpoint)
    {
        // snippet: worker
        var options = new ZeroRpcClientOptions { Values = { KeyNaming = JsonNamingPolicy.SnakeCaseLower } };
        await using var worker = new ZeroRpcClient(endpoint, options);
        Measured[] measured = await worker.InvokeAsync<Measured[]>("measure", new List<string> { "so", "cool" });
        int[] left = await worker.StreamAsync<int>("countdown", 3).ToArrayAsync();
        // end
        return (measured, left);
    }

    private static async Task ServeAsync(string endpoint, CancellationToken stop)
    {
        // snippet: python-names
        var options = new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower };
        await using var server = new ZeroRpcServer(new Cooler(), options);
        server.Bind(endpoint);
        await server.RunAsync(stop);
        // end
    }

    private PeerProcess Run(string name, string endpoint)
    {
        string script = Shown(name, "python");
        Assert.Contains(ShownEndpoint, script, StringComparison.Ordinal);
        string here = script.Replace(ShownEndpoint, endpoint, StringComparison.Ordinal);
        return PeerProcess.Start(new ProcessStartInfo(PythonPeer.Interpreter(), ["-c", here]));
    }

    private string Shown(string name, string language) =>
        _readme.Blocks().Single(block => block.Name == name && block.Language == language).Text;

    private static string FreeEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"tcp://{listener.LocalEndpoint}";
    }

    // snippet: measured
    public sealed record Measured(string Text, int Length);
    // end

    public sealed class Cooler
    {
        public string AddCool(string thing) => $"{thing}, so cool";

        public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);
    }
}
