using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.RawFrames;

/// <summary>Our client and a bare libzmq router: replies in all the shapes that peers give them.</summary>
public sealed class RepliesTests
{
    private static readonly byte[] _delimiter = [];

    [Fact]
    public async Task A_request_has_a_delimiter_and_once_a_stock_peer_has_answered_the_header_that_Python_sends()
    {
        await using RawPeer router = await RawPeer.RouterAsync();
        await using var client = new ZeroRpcClient(router.Endpoint);

        Task<int> first = client.InvokeAsync<int>("add_42", 1);
        (byte[][] envelope, RawEvent asking) = await router.ReceiveEventAsync();
        await router.SendAsync([.. envelope, Reply(asking, version: 3, "OK", 43)]);
        await first.OrHang();
        Task<int> call = client.InvokeAsync<int>("add_42", 1);
        (envelope, RawEvent request) = await router.ReceiveEventAsync();
        await router.SendAsync([.. envelope, Reply(request, version: 3, "OK", 43)]);

        Assert.Equal(43, await call.OrHang());
        Assert.Equal(["message_id", "v", "_zpc_cancel", "_zpc_timeout", "_zpc_deadline"], asking.Header.Keys);
        Assert.Equal(2, envelope.Length);
        Assert.Empty(envelope[1]);
        Assert.Equal("add_42", request.Name);
        Assert.Equal([1L], request.Arguments);
        Assert.Equal(["message_id", "v"], request.Header.Keys);
        Assert.Equal(32, Assert.IsType<byte[]>(request.Header["message_id"]).Length);
    }

    [Fact]
    public async Task A_reply_without_the_delimiter_is_taken()
    {
        await using RawPeer router = await RawPeer.RouterAsync();
        await using var client = new ZeroRpcClient(router.Endpoint);

        Task<int> call = client.InvokeAsync<int>("add_42", 1);
        (byte[][] envelope, RawEvent request) = await router.ReceiveEventAsync();
        await router.SendAsync(envelope[0], Reply(request, version: 3, "OK", 43));

        Assert.Equal(43, await call.OrHang());
    }

    [Fact]
    public async Task An_error_of_version_1_is_one_string_and_named_RemoteError()
    {
        await using RawPeer router = await RawPeer.RouterAsync();
        await using var client = new ZeroRpcClient(router.Endpoint);

        Task call = client.InvokeAsync("boom");
        (byte[][] envelope, RawEvent request) = await router.ReceiveEventAsync();
        await router.SendAsync([.. envelope, Reply(request, version: null, "ERR", "ValueError('bad thing')")]);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => call).OrHang();
        Assert.Equal("RemoteError", error.Name);
        Assert.Equal("ValueError('bad thing')", error.RemoteMessage);
    }

    [Fact]
    public async Task A_stream_of_version_2_is_granted_its_window_by_heartbeats()
    {
        await using RawPeer router = await RawPeer.RouterAsync();
        await using var client = new ZeroRpcClient(router.Endpoint);

        Task<int[]> stream = client.StreamAsync<int>("count", 2).ToArrayAsync(TestContext.Current.CancellationToken).AsTask();
        (byte[][] envelope, RawEvent request) = await router.ReceiveEventAsync();
        await router.SendAsync([.. envelope, Encode(request, version: 2, "STREAM", 0)]);
        (_, RawEvent grant) = await router.ReceiveEventAsync();
        await router.SendAsync([.. envelope, Encode(request, version: 2, "STREAM", 1)]);
        await router.SendAsync([.. envelope, Encode(request, version: 2, "STREAM_DONE", Array.Empty<object>())]);

        int[] items = await stream.OrHang();
        Assert.Equal([0, 1], items);
        Assert.Equal("_zpc_hb", grant.Name);
        Assert.Equal([100L], grant.Arguments);
    }

    private static byte[] Reply(RawEvent request, int? version, string name, params object[] args) =>
        Encode(request, version, name, args);

    private static byte[] Encode(RawEvent request, int? version, string name, object args)
    {
        Dictionary<object, object?> header = new() { ["message_id"] = "reply", ["response_to"] = request.Header["message_id"] };
        if (version is { } v)
        {
            header["v"] = v;
        }

        return RawEvent.Encode(header, name, args);
    }
}
