using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>What connections cost; <c>connections</c> of the benchmarks measures it over time.</summary>
[Collection("Memory")]
public sealed class ManyConnectionsTests
{
    private const int Count = 300;
    private const int Sources = (2 * Count) + 1; // Each end of each connection, and the listener.
    private const int BySelect = 64; // How many of them a loop has where there is no epoll.
    private const int MostBytesEach = 64 * 1024;

    [Theory]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("ipc://*")]
    public async Task Both_ends_of_a_connection_cost_less_than_64_KiB_and_calls_leave_nothing_there(string any)
    {
        await using ZeroRpcServer server = Serve(any, out string endpoint);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        List<ZeroRpcClient> clients = Connect(endpoint);
        await CallAllAsync(clients);
        long connected = GC.GetTotalMemory(forceFullCollection: true);
        for (int round = 0; round < 5; round++)
        {
            await CallAllAsync(clients);
        }

        long called = GC.GetTotalMemory(forceFullCollection: true);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).OrHang();
        Assert.InRange((connected - before) / Count, long.MinValue, MostBytesEach); // Less than before: what ended tests had left is gone.
        Assert.InRange((called - connected) / Count, long.MinValue, MostBytesEach / 16);
    }

    [Fact]
    public async Task Both_ends_of_many_connections_share_few_threads()
    {
        await using ZeroRpcServer server = Serve("ipc://*", out string endpoint);

        List<ZeroRpcClient> clients = Connect(endpoint);
        await CallAllAsync(clients);

        int threads = IoLoops.Shared.Count;
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).OrHang();
        Assert.InRange(threads, 2, Math.Max(Environment.ProcessorCount, 2) + (OperatingSystem.IsLinux() ? 0 : (Sources / BySelect) + 1));
    }

    private static ZeroRpcServer Serve(string any, out string endpoint)
    {
        var server = new ZeroRpcServer(new ZeroRpcServerOptions { Linger = TimeSpan.Zero });
        server.AddMethod("Double", (int number) => 2 * number);
        endpoint = server.Bind(Needs.Endpoint(any));
        server.Start();
        return server;
    }

    private static List<ZeroRpcClient> Connect(string endpoint)
    {
        var options = new ZeroRpcClientOptions { Linger = TimeSpan.Zero };
        return [.. Enumerable.Range(0, Count).Select(_ => new ZeroRpcClient(endpoint, options))];
    }

    private static async Task CallAllAsync(List<ZeroRpcClient> clients)
    {
        int[] doubles = await Task.WhenAll(clients.Select((client, number) => client.InvokeAsync<int>("Double", number))).OrHang();
        Assert.Equal(Enumerable.Range(0, Count).Select(number => 2 * number), doubles);
    }
}
