using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>A server stops with its host: running calls may finish, within the host's limit.</summary>
public sealed class StoppingTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly string _endpoint = TestHost.NewEndpoint();
    private readonly Journal _journal = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_call_finishes_and_a_new_one_is_refused()
    {
        using IHost host = await ServeAsync();
        await using var client = new ZeroRpcClient(_endpoint);
        Task<string> running = client.InvokeAsync<string>("Brew");
        await _journal.WaitForAsync("brewing", 1).WaitAsync(Hang, Stop);

        Task stopping = host.StopAsync(Stop);
        await Journal.UntilAsync(() => !host.Services.GetRequiredService<ZeroRpcHostedServer>().IsServing).WaitAsync(Hang, Stop);
        RemoteException refused = await RefusalAsync(client).WaitAsync(Hang, Stop);
        _journal.Add("hot");

        Assert.Equal("tea", await running.WaitAsync(Hang, Stop));
        Assert.Equal("Unavailable", refused.Name);
        await stopping.WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task At_the_host_s_limit_running_calls_are_cancelled()
    {
        using IHost host = await ServeAsync(
            services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50)));
        await using var client = new ZeroRpcClient(_endpoint);
        Task<string> running = client.InvokeAsync<string>("Brew");
        await _journal.WaitForAsync("brewing", 1).WaitAsync(Hang, Stop);

        Task stopping = host.StopAsync(Stop);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => running.WaitAsync(Hang, Stop));
        Assert.Equal("Unavailable", error.Name);
        await stopping.WaitAsync(Hang, Stop);
        Assert.Equal(1, _journal.Count("cancelled"));
    }

    [Fact]
    public async Task When_it_has_stopped_its_endpoint_is_free()
    {
        using IHost host = await ServeAsync();

        await host.StopAsync(Stop);

        await using var next = new ZeroRpcServer();
        Assert.Equal(_endpoint, next.Bind(_endpoint));
    }

    [Fact]
    public async Task A_container_that_is_disposed_of_unstopped_frees_the_endpoint_too()
    {
        (await ServeAsync()).Dispose();

        await using var next = new ZeroRpcServer();
        Assert.Equal(_endpoint, next.Bind(_endpoint));
    }

    [Fact]
    public async Task Its_life_is_logged()
    {
        var logs = new FakeLogCollector();
        using IHost host = await ServeAsync(services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs)));
        await host.StopAsync(Stop);

        Assert.Equal(
            [
                $"The ZeroRPC server serves Kitchen on {_endpoint}",
                "The ZeroRPC server is stopping: new calls are rejected, running calls can complete within 00:00:10",
                "The ZeroRPC server has stopped",
            ],
            logs.GetSnapshot().Where(record => record.Category == typeof(ZeroRpcHostedServer).FullName).Select(record => record.Message));
    }

    private Task<IHost> ServeAsync(Action<IServiceCollection>? register = null) =>
        TestHost.ServeAsync<Kitchen>(_endpoint, _journal, register);

    /// <summary>The server may take a call between our asking it to stop and its refusing them.</summary>
    private static async Task<RemoteException> RefusalAsync(ZeroRpcClient client)
    {
        while (true)
        {
            try
            {
                await client.InvokeAsync("Ping");
            }
            catch (RemoteException refused)
            {
                return refused;
            }
        }
    }

    public sealed class Kitchen(Journal journal)
    {
        public async Task<string> Brew(CancellationToken stop)
        {
            journal.Add("brewing");
            try
            {
                await journal.WaitForAsync("hot", 1).WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                journal.Add("cancelled");
                throw;
            }

            return "tea";
        }

        public void Ping()
        {
        }
    }
}
