using System.Text.Json;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>The reference implementation's server behind an interface and behind a <c>dynamic</c>.</summary>
public sealed class ProxiedPythonTests
{
    private static readonly ZeroRpcProxyOptions SnakeCase = new() { MethodNaming = JsonNamingPolicy.SnakeCaseLower };

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    /// <summary>The server's methods as a .NET developer would write them.</summary>
    private interface ICooler
    {
        [ZeroRpcMethod("add_42")]
        Task<int> Add42Async(int n);

        ValueTask<object?[]> EchoMany(params object?[] values);

        Task<string> GreetAsync(string name, string greeting = "hello", int times = 3);

        void Nothing();

        (int Number, string Text) Pair();

        Task BoomAsync();

        Task<double> SleepAsync(double seconds, CancellationToken stop = default);

        [ZeroRpcMethod("sleep")]
        [ZeroRpcCall(TimeoutSeconds = 0.2)]
        Task<double> SleepTooLongAsync(double seconds);

        IAsyncEnumerable<int> CountAsync(int n);

        [ZeroRpcMethod("count")]
        IEnumerable<int> CountHere(int n);

        IAsyncEnumerable<int> CountThenBoom(int n);
    }

    [Fact]
    public async Task An_interface_calls_and_streams()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        ICooler cooler = client.CreateProxy<ICooler>(SnakeCase);

        Assert.Equal(43, await cooler.Add42Async(1).OrHang());
        Assert.Equal([1L, "two", null], await cooler.EchoMany(1, "two", null).AsTask().OrHang());
        Assert.Equal("hello, hello, hello you", await cooler.GreetAsync("you").OrHang());
        cooler.Nothing();
        Assert.Equal((1, "two"), cooler.Pair());
        Assert.Equal(Enumerable.Range(0, 250), await cooler.CountAsync(250).ToListAsync(Aborted).AsTask().OrHang());
        Assert.Equal(Enumerable.Range(0, 250), cooler.CountHere(250));
    }

    [Fact]
    public async Task An_interface_s_calls_fail_as_calls_do()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        ICooler cooler = client.CreateProxy<ICooler>(SnakeCase);

        Assert.Equal("ValueError", (await Assert.ThrowsAsync<RemoteException>(cooler.BoomAsync).OrHang()).Name);
        RemoteException error = await Assert.ThrowsAsync<RemoteException>(
            () => cooler.CountThenBoom(3).ToListAsync(Aborted).AsTask()).OrHang();
        Assert.Equal("mid-stream", error.RemoteMessage);
        await Assert.ThrowsAsync<CallTimeoutException>(() => cooler.SleepTooLongAsync(60)).OrHang();
    }

    [Fact]
    public async Task An_interface_s_token_cancels()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        ICooler cooler = client.CreateProxy<ICooler>(SnakeCase);
        using var stop = new CancellationTokenSource();
        Task call = cooler.SleepAsync(60, stop.Token);
        await AwaitSleepAsync(server);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call).OrHang();
        Assert.Equal(43, await cooler.Add42Async(1).OrHang());
    }

    [Fact]
    public async Task A_dynamic_calls_and_streams()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        dynamic cooler = client.AsDynamic();

        int sum = await cooler.add_42(1);
        string greeting = await cooler.greet("you", "bye");
        Task<(int, string)> pair = cooler.pair();
        IAsyncEnumerable<int> numbers = cooler.count(250);
        IAsyncEnumerable<object?> untyped = cooler.count(2);

        Assert.Equal(43, sum);
        Assert.Equal("bye, bye you", greeting);
        Assert.Equal((1, "two"), await pair.OrHang());
        Assert.Null((object?)await cooler.nothing());
        Assert.Equal(Enumerable.Range(0, 250), await numbers.ToListAsync(Aborted).AsTask().OrHang());
        Assert.Equal([0L, 1L], await untyped.ToListAsync(Aborted).AsTask().OrHang());
    }

    [Fact]
    public async Task A_dynamic_s_calls_fail_as_calls_do()
    {
        await using PeerProcess server = await ServeAsync(Peer.Python);
        await using ZeroRpcClient client = ConnectTo(server);
        dynamic cooler = client.AsDynamic();
        using var stop = new CancellationTokenSource();

        Task boom = cooler.boom();
        Assert.Equal("ValueError", (await Assert.ThrowsAsync<RemoteException>(() => boom).OrHang()).Name);
        Task unknown = cooler.no_such_method();
        Assert.Equal("NameError", (await Assert.ThrowsAsync<RemoteException>(() => unknown).OrHang()).Name);
        Task late = cooler.sleep(60, new CallOptions { Timeout = TimeSpan.FromSeconds(0.2) });
        await Assert.ThrowsAsync<CallTimeoutException>(() => late).OrHang();
        await AwaitSleepAsync(server);
        Task cancelled = cooler.sleep(60, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled).OrHang();
        IAsyncEnumerable<int> failing = cooler.count_then_boom(3);
        await Assert.ThrowsAsync<RemoteException>(() => failing.ToListAsync(Aborted).AsTask()).OrHang();
    }
}
