using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Our client's heartbeats and the reference implementation's server.</summary>
public sealed class PythonHeartbeatTests
{
    [Fact]
    public async Task A_call_that_is_cancelled_ends_the_remotes_work()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        using var stop = new CancellationTokenSource();
        Task<int> call = client.InvokeAsync<int>("sleep", new CallOptions { CancellationToken = stop.Token }, 60);
        await AwaitSleepAsync(server);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call).OrHang();
        JsonElement ended = await server.ReadAsync();
        Assert.Equal("LostRemote", ended.GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_server_that_blocks_its_thread_is_a_lost_remote()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);

        await Assert.ThrowsAsync<LostRemoteException>(() => client.InvokeAsync("block", 3)).OrHang();
    }

    [Fact]
    public async Task A_passive_client_is_answered()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server, passive: true);

        Assert.Equal(2, await client.InvokeAsync<int>("sleep", 2).OrHang());
    }

    [Fact]
    public async Task A_passive_client_loses_a_server_that_is_killed_after_a_heartbeat()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server, passive: true);
        Task<int> call = client.InvokeAsync<int>("sleep", new CallOptions { Timeout = Timeout.InfiniteTimeSpan }, 60);
        await AwaitSleepAsync(server);

        // A second call that lasts two intervals: meanwhile the first has had its heartbeat.
        await client.InvokeAsync<double>("sleep", 2 * Heartbeat.TotalSeconds).OrHang();
        server.Kill();

        await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang();
    }

    [Fact]
    public async Task A_call_is_not_lost_while_all_pool_threads_are_blocked_for_three_intervals()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        Task<double> call = client.InvokeAsync<double>("sleep", 5 * Heartbeat.TotalSeconds);
        await AwaitSleepAsync(server);

        BlockThePool(3 * Heartbeat);

        Assert.Equal(5 * Heartbeat.TotalSeconds, await call.OrHang());
    }

    /// <summary>More work than the pool grows threads for, all of it blocked for a while.</summary>
    private static void BlockThePool(TimeSpan duration)
    {
        var release = new ManualResetEventSlim();
        for (int i = 0; i < 500; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
        }

        new Thread(() =>
        {
            Thread.Sleep(duration);
            release.Set();
        }).Start();
    }
}
