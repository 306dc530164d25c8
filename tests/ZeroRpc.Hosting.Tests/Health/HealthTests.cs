using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Health;

/// <summary>A server is healthy while it serves; a remote when it answers a ping in time.</summary>
public sealed class HealthTests
{
    private readonly string _endpoint = TestHost.NewEndpoint();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_healthy_from_its_start_until_it_stops()
    {
        using IHost host = TestHost.Build(services =>
        {
            services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcServer();
        });

        HealthReportEntry before = await CheckAsync(host, "zerorpc-server");
        await host.StartAsync(Stop);
        HealthReportEntry serving = await CheckAsync(host, "zerorpc-server");
        await host.StopAsync(Stop);
        HealthReportEntry after = await CheckAsync(host, "zerorpc-server");

        Assert.Equal([HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Unhealthy], [before.Status, serving.Status, after.Status]);
        Assert.Equal($"Serves on {_endpoint}.", serving.Description);
        Assert.Equal("Not serving: the server has not started, or is stopping.", after.Description);
    }

    [Fact]
    public async Task A_named_server_has_a_check_of_its_own()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcServer("admin", options => options.AddService<Cooler>().Endpoints.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcServer("admin");
        });

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host, "zerorpc-server-admin")).Status);
    }

    [Fact]
    public async Task A_remote_that_answers_is_healthy()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(_endpoint));
            services.AddZeroRpcClient<ICooler>(options => options.Endpoints.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcRemote(nameof(ICooler));
        });

        HealthReportEntry entry = await CheckAsync(host, "zerorpc-remote-ICooler");

        Assert.Equal((HealthStatus.Healthy, "'Cooler' answered a ping."), (entry.Status, entry.Description));
        Assert.Equal([KeyValuePair.Create(_endpoint, (object)"Connected")], entry.Data);
    }

    [Fact]
    public async Task A_remote_that_does_not_answer_in_time_is_what_the_check_says()
    {
        var time = new FakeTimeProvider();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddZeroRpcClient(options =>
            {
                options.Endpoints.Add(_endpoint); // Nobody listens there, and nothing but the limit ends the ping.
                (options.Heartbeat, options.Timeout) = (null, Timeout.InfiniteTimeSpan);
            });
            services.AddHealthChecks().AddZeroRpcRemote(limit: TimeSpan.FromSeconds(2), failureStatus: HealthStatus.Degraded);
        });

        Task<HealthReportEntry> checking = CheckAsync(host, "zerorpc-remote");
        while (!checking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        HealthReportEntry entry = await checking;
        Assert.Equal((HealthStatus.Degraded, "Did not answer a ping within 2 s."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_remote_that_fails_is_unhealthy_by_what_it_said()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcClient(options =>
            {
                options.Endpoints.Add(_endpoint); // Nobody listens there.
                options.ConnectTimeout = TimeSpan.Zero;
            });
            services.AddHealthChecks().AddZeroRpcRemote();
        });

        HealthReportEntry entry = await CheckAsync(host, "zerorpc-remote");

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.IsType<NotConnectedException>(entry.Exception);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host, string name)
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        return report.Entries[name];
    }
}
