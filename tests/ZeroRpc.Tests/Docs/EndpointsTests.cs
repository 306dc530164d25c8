using System.Net;

namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of docs/endpoints.md and docs/deadlines.md, compiled and run: over memory, where they show tcp.</summary>
public sealed class EndpointsTests
{
    private readonly string _endpoint = $"inproc://endpoints-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_name_is_resolved_and_states_are_told()
    {
        await using ZeroRpcServer server = Serve(_endpoint);
        string[] answer = [_endpoint];

        // snippet: resolve
        var options = new ZeroRpcClientOptions
        {
            ResolveEndpoint = async (name, stop) => await FindAsync(name, stop), // "service://cooler" -> ["tcp://10.0.0.7:4243", ...]
            ResolveInterval = TimeSpan.FromSeconds(10),
        };
        await using var client = new ZeroRpcClient("service://cooler", options);
        // end

        // snippet: states
        client.ConnectionChanged += (_, change) => Console.WriteLine($"{change.Endpoint} is {change.State}");
        bool isUp = client.ConnectionState == ZeroRpcConnectionState.Connected;
        foreach (ZeroRpcConnection connection in client.Connections)
        {
            Console.WriteLine($"{connection.Endpoint}: {connection.State}");
        }
        // end

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("AddCool", "it"));
        Assert.Equal(ZeroRpcConnectionState.Connected, client.ConnectionState);
        _ = isUp;

        Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken stop)
        {
            Assert.Equal("service://cooler", name);
            return Task.FromResult<IReadOnlyList<string>>(answer);
        }
    }

    [Fact]
    public void A_host_s_addresses_are_endpoints()
    {
        // snippet: dns
        var options = new ZeroRpcClientOptions
        {
            ResolveEndpoint = async (name, stop) => // "service://workers.internal:4242": all addresses of that host
            {
                var service = new Uri(name);
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(service.Host, stop);
                return [.. addresses.Select(address => $"tcp://{new IPEndPoint(address, service.Port)}")];
            },
        };
        // end

        Assert.NotNull(options.ResolveEndpoint);
    }

    [Fact]
    public async Task A_handler_passes_its_deadline_on()
    {
        await using ZeroRpcServer inner = Serve(_endpoint);
        await using var upstream = new ZeroRpcClient(_endpoint);
        var brewery = new Brewery(upstream);

        Assert.Equal("tea, so cool", await brewery.Brew("tea", new CallContext("Brew", new Dictionary<string, object?>(), "test", default)
        {
            Deadline = DateTimeOffset.UtcNow.AddSeconds(20),
        }));
    }

    private static ZeroRpcServer Serve(string endpoint)
    {
        var server = new ZeroRpcServer(new ReadmeSnippetTests.Cooler());
        server.Bind(endpoint);
        server.Start();
        return server;
    }

    private sealed class Brewery(ZeroRpcClient upstream)
    {
        // snippet: pass-on
        public Task<string> Brew(string leaf, CallContext context)
        {
            var rest = new CallOptions { Timeout = context.TimeLeft, CancellationToken = context.CancellationToken };
            return upstream.InvokeAsync<string>("AddCool", rest, leaf);
        }
        // end
    }
}
