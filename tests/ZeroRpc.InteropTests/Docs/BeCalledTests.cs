using System.ComponentModel;
using System.Runtime.CompilerServices;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The service of docs/be-called.md, called by the Python and the JavaScript there.</summary>
public sealed class BeCalledTests
{
    [Theory]
    [InlineData("stock_client.py")]
    [InlineData("stock_client.js")]
    public async Task The_shown_client_prints_what_is_shown(string name)
    {
        string endpoint = FreePort.Endpoint();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task serving = ServeAsync(endpoint, stopping.Token);
        var client = new ShownProgram("docs/be-called.md", name);
        await using PeerProcess running = await client.RunAsync(endpoint);

        string printed = await running.ReadToEndAsync();

        Assert.Equal(client.Output, printed.ReplaceLineEndings("\n").TrimEnd());
        await stopping.CancelAsync();
        await serving.OrHang();
    }

    private static async Task ServeAsync(string endpoint, CancellationToken stop)
    {
        // snippet: be-called
        var options = new ZeroRpcServerOptions { Values = ValueOptions.Python }; // take_some, everything
        await using var server = new ZeroRpcServer(new Stock(), options);
        server.Bind(endpoint);
        await server.RunAsync(stop);
        // end
    }

    // snippet: be-called-service
    public sealed class Stock
    {
        [Description("Takes some of a thing, and tells what is left.")]
        public Dictionary<string, object> TakeSome(string thing, int count = 1) =>
            count <= 3
                ? new() { ["thing"] = thing, ["left"] = 3 - count }
                : throw new RemoteException("ValueError", $"only 3 {thing} left");

        public async IAsyncEnumerable<string> Everything([EnumeratorCancellation] CancellationToken callerLeft)
        {
            foreach (string thing in (string[])["ice", "milk", "cheese"])
            {
                await Task.Delay(10, callerLeft);
                yield return thing;
            }
        }
    }
    // end
}
