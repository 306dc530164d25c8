using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Health;

/// <summary>The health of pushers, pullers, publishers and subscribers.</summary>
public sealed class OneWayHealthTests
{
    private readonly string _endpoint = TestHost.NewEndpoint();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_puller_is_healthy_until_the_host_stops()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcPuller(options => options.ConfigurePuller(puller => puller.AddMethod("work", () => { })).Bind.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcPuller();
        });
        HealthReportEntry serving = await CheckAsync(host, "zerorpc-puller");
        await host.StopAsync(Stop);

        Assert.Equal(HealthStatus.Healthy, serving.Status);
        Assert.Equal(0L, serving.Data["failed"]);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host, "zerorpc-puller")).Status);
    }

    [Fact]
    public async Task A_subscriber_that_only_connects_is_unhealthy_while_nobody_is_there()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcSubscriber("news", options => options
                .ConfigureSubscriber(subscriber => subscriber.AddMethod("Weather", () => { })).Connect.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcSubscriber("news");
        });

        HealthReportEntry entry = await CheckAsync(host, "zerorpc-subscriber-news");

        Assert.Equal((HealthStatus.Unhealthy, "Not connected to any of its endpoints."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_sender_is_healthy_while_a_peer_is_connected()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcPusher(options => options.Bind.Add(_endpoint));
            services.AddHealthChecks().AddZeroRpcPusher(failureStatus: HealthStatus.Degraded);
        });
        HealthReportEntry alone = await CheckAsync(host, "zerorpc-pusher");
        await using var puller = new ZeroRpcPuller();
        puller.Connect(_endpoint);
        await host.Services.GetRequiredService<ZeroRpcPusher>().WaitForConnectionAsync(Stop);

        Assert.Equal(HealthStatus.Degraded, alone.Status);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host, "zerorpc-pusher")).Status);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host, string name) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries[name];
}
