namespace ZeroRpc.Tests.Docs;

/// <summary>What a pending call sees, as the table in docs/errors.md has it, over real connections.</summary>
public sealed class PendingCallTests : IAsyncDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ZeroRpcServer _server;
    private readonly string _endpoint;

    public PendingCallTests()
    {
        _server = new ZeroRpcServer(new ZeroRpcServerOptions { StopTimeout = TimeSpan.Zero, Linger = Short });
        _server.AddMethod("heed", (CancellationToken stop) => WaitAsync(stop));
        _server.AddMethod("ignore", () => WaitAsync(CancellationToken.None));
        _endpoint = _server.Bind("tcp://127.0.0.1:0");
        _server.Start();
    }

    public ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_a_remote_error()
    {
        await using var client = new ZeroRpcClient(_endpoint);

        Assert.Equal("NameError", (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("nothing"))).Name);
    }

    [Fact]
    public async Task Nobody_listens_and_the_timeout_passes()
    {
        await using var client = new ZeroRpcClient(FreePort.Endpoint(), new ZeroRpcClientOptions { Timeout = Short });

        CallTimeoutException error = await Assert.ThrowsAsync<CallTimeoutException>(() => client.InvokeAsync("heed"));

        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task Nobody_is_connected_within_the_connect_timeout()
    {
        await using var client = new ZeroRpcClient(FreePort.Endpoint(), new ZeroRpcClientOptions { ConnectTimeout = Short });

        await Assert.ThrowsAsync<NotConnectedException>(() => client.InvokeAsync("heed"));
    }

    [Fact]
    public async Task The_server_goes_while_the_handler_goes_on()
    {
        await using var client = new ZeroRpcClient(_endpoint);
        Task pending = await StartAsync(client, "ignore");

        await _server.DisposeAsync();

        await Assert.ThrowsAsync<LostRemoteException>(() => Guarded(pending));
    }

    [Fact]
    public async Task The_server_stops_and_the_handler_heeds_its_token()
    {
        await using var client = new ZeroRpcClient(_endpoint);
        Task pending = await StartAsync(client, "heed");

        await _server.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Unavailable", (await Assert.ThrowsAsync<RemoteException>(() => Guarded(pending))).Name);
    }

    [Fact]
    public async Task The_token_fires()
    {
        using var cancelling = new CancellationTokenSource();
        await using var client = new ZeroRpcClient(_endpoint);
        Task pending = await StartAsync(client, "heed", new CallOptions { CancellationToken = cancelling.Token });

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Guarded(pending));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_is_disposed_or_disconnected(bool disconnect)
    {
        await using var client = new ZeroRpcClient(_endpoint);
        Task pending = await StartAsync(client, "heed");

        if (disconnect)
        {
            client.Disconnect(_endpoint);
        }
        else
        {
            await client.DisposeAsync();
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Guarded(pending));
    }

    [Fact]
    public async Task The_value_is_of_another_type()
    {
        await using var client = new ZeroRpcClient(_endpoint);

        await Assert.ThrowsAsync<ValueConversionException>(() => client.InvokeAsync<int>("_zerorpc_name"));
    }

    [Fact]
    public async Task An_argument_is_too_large()
    {
        await using var client = new ZeroRpcClient(_endpoint, new ZeroRpcClientOptions { MaxMessageSize = 1000 });

        await Assert.ThrowsAsync<MessageTooLargeException>(() => client.InvokeAsync("heed", new byte[1000]));
    }

    private static Task Guarded(Task pending) => pending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task<Task> StartAsync(ZeroRpcClient client, string method, CallOptions options = default)
    {
        Task pending = client.InvokeAsync(method, options);
        await Guarded(_running.Task);
        return pending;
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        _running.TrySetResult();
        await _release.Task.WaitAsync(stop);
    }
}
