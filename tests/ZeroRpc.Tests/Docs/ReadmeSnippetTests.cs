using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of README.md, compiled and run: over memory, where README shows tcp.</summary>
public sealed class ReadmeSnippetTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly string _endpoint = $"inproc://readme-{Guid.NewGuid():N}";

    [Fact]
    public async Task The_client_calls_and_reads_a_stream()
    {
        string endpoint = _endpoint;
        await using var server = new ZeroRpcServer(new Cooler());
        server.Bind(endpoint);
        server.Start();

        // snippet: client
        await using var client = new ZeroRpcClient(endpoint);
        string cool = await client.InvokeAsync<string>("AddCool", "ZeroRPC");
        await foreach (int number in client.StreamAsync<int>("Count", 5))
        {
            Console.WriteLine(number);
        }
        // end

        Assert.Equal("ZeroRPC, so cool", cool);
    }

    [Fact]
    public async Task The_server_serves_until_its_token_fires()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task serving = ServeAsync(_endpoint, stopping.Token);
        await using var client = new ZeroRpcClient(_endpoint);

        string cool = await client.InvokeAsync<string>("AddCool", "it").WaitAsync(Hang, TestContext.Current.CancellationToken);
        Assert.Equal("it, so cool", cool);

        await stopping.CancelAsync();
        await serving.WaitAsync(Hang, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_stream_tells_the_time()
    {
        await using var server = new ZeroRpcServer(new Timekeeper());
        server.Bind(_endpoint);
        server.Start();
        await using var client = new ZeroRpcClient(_endpoint);

        DateTime first = await client.StreamAsync<DateTime>("Clock").FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal(DateTimeKind.Utc, first.Kind);
    }

    [Fact]
    public async Task The_error_has_the_name_that_the_handler_chose()
    {
        await using var server = new ZeroRpcServer(new Timekeeper());
        server.Bind(_endpoint);
        server.Start();
        await using var client = new ZeroRpcClient(_endpoint);

        await CatchAsync(client, TestContext.Current.CancellationToken);
        RemoteException thrown = await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Melt", "ice"));

        Assert.Equal(("ValueError", "ice is too hot"), (thrown.Name, thrown.Message));
    }

    private static async Task ServeAsync(string endpoint, CancellationToken stop)
    {
        // snippet: server
        await using var server = new ZeroRpcServer(new Cooler());
        server.Bind(endpoint);
        await server.RunAsync(stop); // until the token fires
        // end
    }

    private static async Task CatchAsync(ZeroRpcClient client, CancellationToken stop)
    {
        // snippet: errors
        try
        {
            await client.InvokeAsync("Melt", new CallOptions { Timeout = TimeSpan.FromSeconds(2), CancellationToken = stop }, "ice");
        }
        catch (RemoteException error) when (error.Name == "ValueError") // what the remote threw, with its message and traceback
        {
            Console.WriteLine(error.Message);
        }
        catch (ZeroRpcException error) // no reply, or one of the wrong kind: error.Method and error.Endpoint say of what
        {
            Console.WriteLine(error.Message);
        }
        // end
    }

    // snippet: service
    public sealed class Cooler
    {
        public string AddCool(string thing) => $"{thing}, so cool";

        public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);
    }
    // end

    private sealed class Timekeeper
    {
        // snippet: stream
        public async IAsyncEnumerable<DateTime> Clock([EnumeratorCancellation] CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                yield return DateTime.UtcNow;
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
        // end

        // snippet: throw
        public void Melt(string thing) => throw new RemoteException("ValueError", $"{thing} is too hot");
        // end
    }
}
