using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Our client calling a peer's server: what holds for every peer, whatever carries it.</summary>
public abstract class CallingPeerTests(Peer peer, Carrier carrier)
{
    [Fact]
    public async Task A_call_returns_its_value()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
    }

    [Fact]
    public async Task A_call_that_blocks_for_its_value_returns_it()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Equal(43, client.Invoke<int>("add_42", 1));
    }

    [Fact]
    public async Task A_method_that_returns_nothing_returns_null()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Null(await client.InvokeAsync<object?>("nothing").OrHang());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(10_000)]
    public async Task A_stream_arrives_whole_and_in_order(int items)
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        int[] received = await client.StreamAsync<int>("count", items).ToArrayAsync(TestContext.Current.CancellationToken).AsTask().OrHang();

        Assert.Equal(Enumerable.Range(0, items), received);
    }

    [Fact]
    public async Task An_error_in_mid_stream_arrives_after_the_items_before_it()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);
        List<int> received = [];

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("count_then_boom", 250))
            {
                received.Add(item);
            }
        }).OrHang();

        Assert.Equal(Enumerable.Range(0, 250), received);
        Assert.Equal("mid-stream", error.RemoteMessage);
    }

    [Fact]
    public async Task A_hundred_calls_at_once_all_return()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        int[] values = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.InvokeAsync<int>("add_42", i))).OrHang();

        Assert.Equal(Enumerable.Range(42, 100), values);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_a_lost_remote()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);
        Task<int> call = client.InvokeAsync<int>("sleep", 60);
        await AwaitSleepAsync(server);

        server.Kill();

        LostRemoteException lost = await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang();
        Assert.Equal("sleep", lost.Method);
    }

    [Fact]
    public async Task A_call_longer_than_three_intervals_is_not_lost()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);

        Assert.Equal(2, await client.InvokeAsync<int>("sleep", 2).OrHang());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_leaves_the_server_serving()
    {
        await using PeerProcess server = await ServeAsync();
        await using ZeroRpcClient client = Client(server);
        using var stop = new CancellationTokenSource();
        Task<int> call = client.InvokeAsync<int>("sleep", new CallOptions { CancellationToken = stop.Token }, 60);
        await AwaitSleepAsync(server);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call).OrHang();
        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
    }

    protected Carrier Carrier => carrier;

    protected Task<PeerProcess> ServeAsync() => ShortHeartbeat.ServeAsync(peer, carrier.NewEndpoint());

    protected ZeroRpcClient Client(PeerProcess server) => ShortHeartbeat.ConnectTo(server, carrier: carrier);
}
