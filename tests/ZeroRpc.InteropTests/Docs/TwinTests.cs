using System.ComponentModel;
using System.Text.Json;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The service of docs/from-zerorpc-python.md, in Python and in C#: a caller sees no difference.</summary>
public sealed class TwinTests
{
    [Fact]
    public async Task Both_answer_alike()
    {
        (string ours, string pythons) = (FreePort.Endpoint(), FreePort.Endpoint());
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task serving = ServeAsync(ours, stopping.Token);
        await using PeerProcess python = await new ShownProgram("docs/from-zerorpc-python.md", "twin.py").RunAsync(pythons);

        (string Man, int[] Numbers, string Name, string? Doc) theirs = await AskAsync(pythons).OrHang();

        Assert.Equal(("I like that, man!", "Cooler", "End a sentence with \", man!\"."), (theirs.Man, theirs.Name, theirs.Doc));
        Assert.Equivalent(theirs, await AskAsync(ours).OrHang(), strict: true);
        await stopping.CancelAsync();
        await serving.OrHang();
    }

    private static async Task<(string Man, int[] Numbers, string Name, string? Doc)> AskAsync(string endpoint)
    {
        await using var client = new ZeroRpcClient(endpoint);
        return (
            await client.InvokeAsync<string>("add_man", "I like that"),
            await client.StreamAsync<int>("count", 5).ToArrayAsync(),
            await client.PingAsync(),
            await client.InvokeAsync<string?>("_zerorpc_help", "add_man"));
    }

    private static async Task ServeAsync(string endpoint, CancellationToken stop)
    {
        // snippet: twin
        var options = new ZeroRpcServerOptions
        {
            MethodNaming = JsonNamingPolicy.SnakeCaseLower, // add_man, count
            MaxConcurrentCalls = 20,
            Heartbeat = TimeSpan.FromSeconds(5),
        };
        await using var server = new ZeroRpcServer(new Cooler(), options);
        server.Bind(endpoint);
        await server.RunAsync(stop);
        // end
    }

    // snippet: twin-service
    public sealed class Cooler
    {
        [Description("End a sentence with \", man!\".")]
        public string AddMan(string sentence) => $"{sentence}, man!";

        public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);
    }
    // end
}
