using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The Python of README.md and docs/be-called.md and the C# at the other end of it, run against each other.</summary>
public sealed class ReadmePythonTests
{
    private readonly ShownProgram _worker = new("README.md", "worker.py");
    private readonly ShownProgram _caller = new("docs/be-called.md", "caller.py");

    [Fact]
    public async Task The_worker_answers_our_client()
    {
        string endpoint = FreePort.Endpoint();
        await using PeerProcess python = await _worker.RunAsync(endpoint);

        (Measured[] measured, int[] left) = await CallAsync(endpoint).OrHang();

        Assert.Equal([new("so", 2), new("cool", 4)], measured);
        Assert.Equal([3, 2, 1], left);
    }

    [Fact]
    public async Task The_caller_calls_our_server_and_prints_what_is_shown()
    {
        string endpoint = FreePort.Endpoint();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task serving = ServeAsync(endpoint, stopping.Token);
        await using PeerProcess python = await _caller.RunAsync(endpoint);

        string printed = await python.ReadToEndAsync();

        Assert.Equal(_caller.Output, printed.ReplaceLineEndings("\n").TrimEnd());
        await stopping.CancelAsync();
        await serving.OrHang();
    }

    private static async Task<(Measured[] Measured, int[] Left)> CallAsync(string endpoint)
    {
        // snippet: worker
        var options = new ZeroRpcClientOptions { Values = ValueOptions.Python };
        await using var worker = new ZeroRpcClient(endpoint, options);
        Measured[] measured = await worker.InvokeAsync<Measured[]>("measure", new List<string> { "so", "cool" });
        int[] left = await worker.StreamAsync<int>("countdown", 3).ToArrayAsync();
        // end
        return (measured, left);
    }

    private static async Task ServeAsync(string endpoint, CancellationToken stop)
    {
        // snippet: python-names
        var options = new ZeroRpcServerOptions { Values = ValueOptions.Python };
        await using var server = new ZeroRpcServer(new Cooler(), options);
        server.Bind(endpoint);
        await server.RunAsync(stop);
        // end
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
