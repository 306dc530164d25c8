using System.Net;
using System.Net.Sockets;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Curve;

/// <summary>Our client and a stock Python server with CURVE.</summary>
public sealed class CallingPythonByCurveTests
{
    private const int Items = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_streams_and_large_messages_work(bool checksKeys)
    {
        CurvePublicKey[] allowed = checksKeys ? [CurveKeys.Client.PublicKey] : [];
        await using PeerProcess server = await ServeAsync(Peer.AnyPort, CurveKeys.ServerOfTheirs(allowed));
        await using ZeroRpcClient client = NewClient(server.Endpoint);
        byte[] large = new byte[5_000_000];
        Random.Shared.NextBytes(large);

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal(large, await client.InvokeAsync<byte[]>("echo", large).OrHang());
        Assert.Equal(
            Items, await client.StreamAsync<int>("count", Items).CountAsync(TestContext.Current.CancellationToken).AsTask().OrHang());
        Assert.Equal("ValueError", (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("boom"))).Name);
    }

    [Fact]
    public async Task A_key_that_Python_does_not_allow_fails_the_calls_at_once()
    {
        using var stranger = CurveKeyPair.Generate();
        await using PeerProcess server = await ServeAsync(Peer.AnyPort, CurveKeys.ServerOfTheirs(CurveKeys.Client.PublicKey));
        await using ZeroRpcClient client = NewClient(server.Endpoint, CurveKeys.ClientOfOurs(stranger));

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add_42", 1).OrHang());

        Assert.EndsWith(
            $"the server refused this client: is this client's key {stranger.PublicKey} allowed there?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_server_key_is_asked_about()
    {
        using var others = CurveKeyPair.Generate();
        await using PeerProcess server = await ServeAsync(Peer.AnyPort, CurveKeys.ServerOfTheirs());
        await using ZeroRpcClient client = NewClient(server.Endpoint, CurveKeys.ClientOfOurs(server: others.PublicKey));

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add_42", 1).OrHang());

        Assert.EndsWith($"is {others.PublicKey} its key (wrong server key?)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Python_server_without_CURVE_is_told_from_one_with_it()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();
        await using ZeroRpcClient client = NewClient(server.Endpoint);

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add_42", 1).OrHang());

        AssertAsks(error, "CURVE");
    }

    [Fact]
    public async Task A_client_without_CURVE_is_told_that_Python_has_it()
    {
        await using PeerProcess server = await ServeAsync(Peer.AnyPort, CurveKeys.ServerOfTheirs());
        await using var client = new ZeroRpcClient(server.Endpoint, new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan });

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add_42", 1).OrHang());

        AssertAsks(error, "NULL");
    }

    [Fact]
    public async Task A_server_that_comes_back_is_called_again_and_so_is_one_whose_right_key_comes_later()
    {
        string endpoint = FreeEndpoint();
        using var others = CurveKeyPair.Generate();
        await using ZeroRpcClient client = NewClient(endpoint);
        await using (await ServeAsync(endpoint, CurveKeys.ServerOfTheirs()))
        {
            Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        }

        await using (await ServeAsync(endpoint, new Dictionary<string, object> { ["secret"] = others.ExportSecretKey() }))
        {
            await Assert.ThrowsAsync<HandshakeException>(() => client.InvokeAsync("add_42", 1).OrHang());
        }

        Task connected = ConnectedAsync(client);
        await using PeerProcess last = await ServeAsync(endpoint, CurveKeys.ServerOfTheirs());
        await connected.OrHang();
        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
    }

    /// <summary>libzmq closes the connection, often before it has sent its own greeting.</summary>
    private static void AssertAsks(HandshakeException error, string ours) => Assert.EndsWith(
        $"the peer closes every connection in its greeting: does it have another security mechanism than '{ours}'?",
        error.Message,
        StringComparison.Ordinal);

    private static Task<PeerProcess> ServeAsync(string endpoint, Dictionary<string, object> curve) =>
        Peer.Python.ServeAsync(new { bind = endpoint, curve });

    private static Task ConnectedAsync(ZeroRpcClient client)
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ConnectionChanged += (_, change) =>
        {
            if (change.State == ZeroRpcConnectionState.Connected)
            {
                connected.TrySetResult();
            }
        };
        return connected.Task;
    }

    private static ZeroRpcClient NewClient(string endpoint, CurveClientOptions? curve = null)
    {
        var options = new ZeroRpcClientOptions { Timeout = Timeout.InfiniteTimeSpan };
        return new ZeroRpcClient(endpoint, options.UseCurve(curve ?? CurveKeys.ClientOfOurs()));
    }

    private static string FreeEndpoint()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"tcp://{socket.LocalEndPoint}";
    }
}
