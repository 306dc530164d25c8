namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/from-grpc.md, compiled and run: over memory.</summary>
public sealed class GrpcSnippetTests
{
    private readonly string _endpoint = $"inproc://grpc-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_call_has_deadline_metadata_and_status()
    {
        await using var server = new ZeroRpcServer(new Greeter());
        server.Bind(_endpoint);
        server.Start();
        await using var client = new ZeroRpcClient(_endpoint);

        await CallAsync(client, TestContext.Current.CancellationToken);
        IGreeter greeter = client.CreateProxy<IGreeter>();
        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => greeter.SayHelloAsync("Nobody"));

        Assert.Equal(new Greeting("Hello World"), await greeter.SayHelloAsync("World"));
        Assert.Equal("NotFound", error.Name);
        Assert.Single(await greeter.SayHellos("World", TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task CallAsync(ZeroRpcClient client, CancellationToken stop)
    {
        // snippet: grpc-call
        IGreeter greeter = client.CreateProxy<IGreeter>();
        try
        {
            var options = new CallOptions
            {
                Timeout = TimeSpan.FromSeconds(2), // the deadline
                CancellationToken = stop,
                Headers = new Dictionary<string, object?> { ["tenant"] = "north" }, // the metadata
            };
            Greeting greeting = await greeter.SayHelloAsync("World", options);
        }
        catch (RemoteException error) when (error.Name == "NotFound") // the status
        {
            Console.WriteLine(error.Message);
        }
        // end
    }

    // snippet: grpc-contract
    public interface IGreeter // instead of a .proto
    {
        Task<Greeting> SayHelloAsync(string name, CallOptions options = default);

        IAsyncEnumerable<Greeting> SayHellos(string name, CancellationToken cancellationToken = default);
    }
    // end

    // snippet: grpc-message
    public sealed record Greeting(string Text); // a map by member name: {"Text": …}
    // end

    private sealed class Greeter : IGreeter
    {
        // snippet: grpc-status
        public Task<Greeting> SayHelloAsync(string name, CallOptions options) =>
            name == "World" ? Task.FromResult(new Greeting($"Hello {name}")) : throw new RemoteException("NotFound", $"nobody is called {name}");
        // end

        public IAsyncEnumerable<Greeting> SayHellos(string name, CancellationToken cancellationToken) =>
            AsyncEnumerable.Repeat(new Greeting($"Hello {name}"), 1);
    }
}
