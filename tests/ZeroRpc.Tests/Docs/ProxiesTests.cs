using System.Text.Json;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/proxies.md, compiled and run: over memory, where it shows tcp.</summary>
public sealed class ProxiesTests
{
    private readonly string _endpoint = $"inproc://proxies-{Guid.NewGuid():N}";

    // snippet: contract
    public interface ICooler
    {
        Task<string> AddCoolAsync(string thing, CancellationToken cancellationToken = default);

        IAsyncEnumerable<int> Count(int n);

        [ZeroRpcMethod("melt"), ZeroRpcCall(TimeoutSeconds = 2, IsIdempotent = true)]
        ValueTask Melt(string thing, params double[] degrees);
    }
    // end

    [Fact]
    public async Task The_proxy_calls_what_implements_its_interface()
    {
        string endpoint = _endpoint;
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using ZeroRpcServer server = Serve(new Cooler());

        // snippet: proxy
        await using var client = new ZeroRpcClient(endpoint);
        ICooler cooler = client.CreateProxy<ICooler>();
        string cool = await cooler.AddCoolAsync("ZeroRPC", stop); // calls AddCool("ZeroRPC")
        int[] numbers = await cooler.Count(5).ToArrayAsync(stop);
        // end
        await cooler.Melt("ice", 1, 2.5);

        Assert.Equal("ZeroRPC, so cool", cool);
        Assert.Equal([0, 1, 2, 3, 4], numbers);
    }

    [Fact]
    public async Task The_proxy_calls_by_its_options()
    {
        await using var server = new ZeroRpcServer().AddMethod("first.add_cool", (string thing) => $"{thing}, so cool");
        server.Bind(_endpoint);
        server.Start();
        await using var client = new ZeroRpcClient(_endpoint);

        // snippet: proxy-options
        var options = new ZeroRpcProxyOptions
        {
            MethodNaming = JsonNamingPolicy.SnakeCaseLower, // Python's add_cool for AddCoolAsync
            Prefix = "first", // first.add_cool
            CallOptions = new CallOptions { Timeout = TimeSpan.FromSeconds(5) },
        };
        ICooler cooler = client.CreateProxy<ICooler>(options);
        // end

        Assert.Equal("it, so cool", await cooler.AddCoolAsync("it", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_dynamic_calls_and_streams()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using ZeroRpcServer server = Serve(new Worker());
        await using var client = new ZeroRpcClient(_endpoint);

        // snippet: dynamic
        dynamic py = client.AsDynamic();
        int sum = await py.add_42(1);
        Task<Measured[]> measuring = py.measure(new List<string> { "so", "cool" });
        IAsyncEnumerable<int> left = py.countdown(3);
        string name = await py.some.nested.name(stop); // the method some.nested.name; the token is not sent
        // end

        Measured[] measured = await measuring;
        int[] counted = await left.ToArrayAsync(stop);

        Assert.Equal(43, sum);
        Assert.Equal([new Measured("so", 2), new Measured("cool", 4)], measured);
        Assert.Equal([3, 2, 1], counted);
        Assert.Equal("nested", name);
    }

    private ZeroRpcServer Serve(object service)
    {
        var server = new ZeroRpcServer(service);
        server.Bind(_endpoint);
        server.Start();
        return server;
    }

    // snippet: contract-served
    public sealed class Cooler : ICooler
    {
        public Task<string> AddCoolAsync(string thing, CancellationToken cancellationToken) => Task.FromResult($"{thing}, so cool");

        public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);

        public ValueTask Melt(string thing, params double[] degrees) => default;
    }
    // end

    private sealed record Measured(string Text, int Length);

    private sealed class Worker
    {
        [ZeroRpcMethod("add_42")]
        public int Add42(int n) => n + 42;

        [ZeroRpcMethod("measure")]
        public Measured[] Measure(string[] texts) => [.. texts.Select(text => new Measured(text, text.Length))];

        [ZeroRpcMethod("countdown")]
        public IAsyncEnumerable<int> Countdown(int n) => Enumerable.Range(1, n).Reverse().ToAsyncEnumerable();

        [ZeroRpcMethod("some.nested.name")]
        public string Name() => "nested";
    }
}
