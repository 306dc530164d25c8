using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>What connections cost; <c>connections</c> of the benchmarks measures it over time.</summary>
[Collection("Memory")]
public sealed class ManyConnectionsTests
{
    private const int Count = 300;
    private const int MostBytesEach = 64 * 1024;

    [Theory]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("ipc://*")]
    public async Task Both_ends_of_a_connection_cost_less_than_64_KiB_and_calls_leave_nothing_there(string any)
    {
        await using var server = new ZeroRpcServer(new ZeroRpcServerOptions { TcpTransport = ZeroRpcTcpTransport.Zmtp, Linger = TimeSpan.Zero });
        server.AddMethod("Double", (int number) => 2 * number);
        string endpoint = server.Bind(any);
        server.Start();
        var clients = new List<ZeroRpcClient>();
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < Count; i++)
        {
            clients.Add(new ZeroRpcClient(
                endpoint, new ZeroRpcClientOptions { TcpTransport = ZeroRpcTcpTransport.Zmtp, Linger = TimeSpan.Zero }));
        }

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

    private static async Task CallAllAsync(List<ZeroRpcClient> clients)
    {
        int[] doubles = await Task.WhenAll(clients.Select((client, number) => client.InvokeAsync<int>("Double", number))).OrHang();
        Assert.Equal(Enumerable.Range(0, Count).Select(number => 2 * number), doubles);
    }
}
