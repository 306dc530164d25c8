using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Wire;

/// <summary>A connection that breaks while one call is half sent and another waits behind it, unsent.</summary>
public sealed class BrokenConnectionTests
{
    private static readonly byte[] Large = new byte[64 * 1024 * 1024];

    [Fact]
    public async Task A_call_that_is_half_sent_is_lost_at_once_and_one_that_was_not_sent_has_its_connect_timeout()
    {
        using var peer = new DeafPeer();
        await using ZeroRpcClient client = NewClient(peer);
        Task<int> sent = client.InvokeAsync<int>("sent", Large);
        Task<int> behind = client.InvokeAsync<int>("behind", Large); // Fills what the connection takes ahead.
        await peer.HandshakeAsync();
        await peer.ReadAsync(1);
        Task<int> unsent = client.InvokeAsync<int>(
            "unsent", new CallOptions { ConnectTimeout = TimeSpan.FromMilliseconds(100) });

        peer.Dispose();

        LostRemoteException lost = await Assert.ThrowsAsync<LostRemoteException>(() => OrHang(sent));
        Assert.Contains("its connection was lost", lost.Message);
        await Task.WhenAny(behind);
        Assert.Equal("unsent", (await Assert.ThrowsAsync<NotConnectedException>(() => OrHang(unsent))).Method);
    }

    [Fact]
    public async Task Without_a_connect_timeout_the_call_that_was_not_sent_goes_to_the_next_server()
    {
        using var peer = new DeafPeer();
        await using ZeroRpcClient client = NewClient(peer);
        Task<int> sent = client.InvokeAsync<int>("sent", Large);
        Task<int> behind = client.InvokeAsync<int>("behind", Large); // Fills what the connection takes ahead.
        await peer.HandshakeAsync();
        await peer.ReadAsync(1);
        Task<int> unsent = client.InvokeAsync<int>("unsent");

        peer.Dispose();

        await Assert.ThrowsAsync<LostRemoteException>(() => OrHang(sent));
        await using var server = new ZeroRpcServer();
        server.AddMethod("unsent", () => 42);
        server.AddMethod("behind", (byte[] _) => 42);
        server.Bind(peer.Endpoint);
        server.Start();
        Assert.Equal(42, await OrHang(unsent));
        await Task.WhenAny(behind);
    }

    private static Task<int> OrHang(Task<int> call) => call.WaitAsync(RawClient.HangGuard, TestContext.Current.CancellationToken);

    private static ZeroRpcClient NewClient(DeafPeer peer) => new(peer.Endpoint, new ZeroRpcClientOptions
    {
        Timeout = Timeout.InfiniteTimeSpan,
        Heartbeat = null,
        Linger = TimeSpan.Zero,
    });
}
