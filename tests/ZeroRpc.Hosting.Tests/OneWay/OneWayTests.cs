using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.OneWay;

/// <summary>Pushers, pullers, publishers and subscribers in a host.</summary>
public sealed class OneWayTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly string _endpoint = TestHost.NewEndpoint();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_puller_handles_each_event_in_a_scope_of_its_own()
    {
        var journal = new Journal();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton(journal);
                services.AddScoped<Unit>();
                services.AddZeroRpcPuller(options => options.AddService<Worker>());
                services.AddZeroRpcPusher(_ => { });
            },
            ("ZeroRpc:Puller:Bind", _endpoint),
            ("ZeroRpc:Pusher:Connect", _endpoint));
        int made = journal.Count("disposed"); // The start makes an instance, to see whether it can.

        ZeroRpcPusher pusher = host.Services.GetRequiredService<ZeroRpcPusher>();
        await pusher.PushAsync("Resize", "cat.png").WaitAsync(Hang, Stop);
        await pusher.PushAsync("Resize", "cat.png").WaitAsync(Hang, Stop);

        await journal.WaitForAsync("cat.png", 2).WaitAsync(Hang, Stop);
        await journal.WaitForAsync("disposed", made + 2).WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task A_subscriber_hears_a_publisher_of_the_same_host()
    {
        var journal = new Journal();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddZeroRpcPublisher("news", _ => { });
                services.AddZeroRpcSubscriber("news", options => options.ConfigureSubscriber(
                    subscriber => subscriber.AddMethod("Weather", (string place) => journal.Add(place))));
            },
            ("ZeroRpc:Publishers:news:Bind:0", _endpoint),
            ("ZeroRpc:Subscribers:news:Connect:0", _endpoint),
            ("ZeroRpc:Subscribers:news:Methods:0", "Weather"));

        ZeroRpcPublisher publisher = host.Services.GetRequiredKeyedService<ZeroRpcPublisher>("news");
        await publisher.WaitForConnectionAsync(Stop).WaitAsync(Hang, Stop);
        publisher.Publish("Weather", "Oslo");

        await journal.WaitForAsync("Oslo", 1).WaitAsync(Hang, Stop);
    }

    [Fact]
    public async Task Stopping_lets_the_events_that_were_received_be_handled()
    {
        var journal = new Journal();
        var release = new TaskCompletionSource();
        using IHost host = await TestHost.StartAsync(services => services.AddZeroRpcPuller(options =>
        {
            options.Bind.Add(_endpoint);
            options.ConfigurePuller(puller => puller.AddMethod("work", async () =>
            {
                journal.Add("started");
                await release.Task;
                journal.Add("ended");
            }));
        }));
        await using var pusher = new ZeroRpcPusher();
        pusher.Connect(_endpoint);
        await pusher.PushAsync("work").WaitAsync(Hang, Stop);
        await journal.WaitForAsync("started", 1).WaitAsync(Hang, Stop);

        Task stopping = host.StopAsync(Stop);
        release.SetResult();
        await stopping.WaitAsync(Hang, Stop);

        Assert.Equal(1, journal.Count("ended"));
        Assert.False(host.Services.GetRequiredService<ZeroRpcHostedPuller>().IsReceiving);
    }

    [Fact]
    public async Task A_pusher_without_endpoints_fails_the_start()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcPusher("work", _ => { }));

        Assert.Equal(
            "The ZeroRPC pusher 'work' has no endpoints: add some in the configuration, under ZeroRpc:Pushers:work:Bind or " +
            "ZeroRpc:Pushers:work:Connect, or in code, as in options.Bind.Add(\"tcp://0.0.0.0:4242\").",
            error.Message);
    }

    [Fact]
    public async Task A_puller_without_services_fails_the_start()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcPuller(options => options.Bind.Add(_endpoint)));

        Assert.Equal("The ZeroRPC puller handles nothing: add a service, as in options.AddService<Worker>().", error.Message);
    }

    [Fact]
    public async Task A_publisher_that_cannot_bind_fails_the_start()
    {
        await using var other = new ZeroRpcPublisher();
        other.Bind(_endpoint);

        ZeroRpcEndpointException error = await TestHost.FailAsync<ZeroRpcEndpointException>(
            services => services.AddZeroRpcPublisher(options => options.Bind.Add(_endpoint)));

        Assert.StartsWith("The ZeroRPC publisher cannot start: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Added_twice_it_is_one_puller_of_both_services()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton(new Journal()).AddScoped<Unit>();
            services.AddZeroRpcPuller(options => options.AddService<Worker>().Bind.Add(_endpoint));
            services.AddZeroRpcPuller(options => options.AddService<Worker>("more"));
        });

        Assert.Single(host.Services.GetServices<IHostedService>().OfType<ZeroRpcHostedPuller>());
    }

    public sealed class Unit(Journal journal) : IDisposable
    {
        public void Dispose() => journal.Add("disposed");
    }

    public sealed class Worker(Journal journal, Unit unit)
    {
        public void Resize(string name)
        {
            Assert.NotNull(unit);
            journal.Add(name);
        }
    }
}
