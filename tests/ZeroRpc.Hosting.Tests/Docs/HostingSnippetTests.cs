using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Hosting.Tests.Docs;

/// <summary>The C# and the JSON of docs/hosting.md, compiled and run: over memory, where the page shows tcp.</summary>
public sealed class HostingSnippetTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_serves_what_the_container_builds()
    {
        string endpoint = TestHost.NewEndpoint();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task serving = ServeAsync([$"--ZeroRpc:Server:Endpoints={endpoint}"], stopping.Token);
        await using var client = new ZeroRpcClient(endpoint);

        string taken = await client.InvokeAsync<string>("Take", "ice").WaitAsync(Hang, Stop);
        await stopping.CancelAsync();
        await serving.WaitAsync(Hang, Stop);

        Assert.Equal("1 ice left", taken);
    }

    [Fact]
    public async Task Clients_are_injected()
    {
        string endpoint = TestHost.NewEndpoint();
        using IHost server = await TestHost.StartAsync(services => services
            .AddSingleton<IStock>(new Stock())
            .AddZeroRpcServer(options =>
            {
                options.MethodNaming = JsonNamingPolicy.SnakeCaseLower;
                options.AddService<Fridge>().Endpoints.Add(endpoint);
            }));
        using IHost host = TestHost.Build(
            services =>
            {
                var builder = new { Services = services };

                // snippet: hosted-clients
                builder.Services.AddZeroRpcClient("fridge");
                builder.Services.AddZeroRpcClient<IFridge>(options => options.Values = ValueOptions.Python);
                // end

                services.AddTransient<Kitchen>();
            },
            ("ZeroRpc:Clients:fridge:Endpoints", endpoint),
            ("ZeroRpc:Clients:IFridge:Endpoints", endpoint));

        Assert.Equal("1 ice left, 0 ice left", await host.Services.GetRequiredService<Kitchen>().TakeTwiceAsync("ice", Stop).WaitAsync(Hang, Stop));
    }

    [Fact]
    public async Task Code_sets_endpoints_and_more()
    {
        string endpoint = TestHost.NewEndpoint();
        using IHost host = await TestHost.StartAsync(services =>
        {
            var builder = new { Services = services };
            services.AddSingleton<IStock>(new Stock());

            // snippet: hosted-code
            builder.Services.AddZeroRpcServer(options =>
            {
                options.Endpoints.Add(endpoint);
                options.MaxConcurrentCalls = 50;
                options.AddService<Fridge>("fridge"); // fridge.Take
                options.ConfigureServer(server => server.AddMethod("version", () => "1.0"));
            });
            // end
        });
        await using var client = new ZeroRpcClient(endpoint);

        Assert.Equal("1.0", await client.InvokeAsync<string>("version"));
        Assert.Equal("1 ice left", await client.InvokeAsync<string>("fridge.Take", "ice"));
    }

    [Fact]
    public async Task Services_run_around_calls_and_are_checked()
    {
        string endpoint = TestHost.NewEndpoint();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                var builder = new { Services = services };
                services.AddSingleton<IStock>(new Stock());
                services.AddSingleton<Journal>();

                // snippet: hosted-interceptor
                builder.Services.AddSingleton<Audit>();
                builder.Services.AddZeroRpcServer(options => options.AddService<Fridge>())
                    .Configure<Audit>((options, audit) => options.Interceptors.Add(audit.RunAsync));
                // end

                services.AddZeroRpcClient("fridge");

                // snippet: hosted-health
                builder.Services.AddHealthChecks()
                    .AddZeroRpcServer(tags: ["ready"])
                    .AddZeroRpcRemote("fridge", limit: TimeSpan.FromSeconds(2));
                // end
            },
            ("ZeroRpc:Server:Endpoints", endpoint),
            ("ZeroRpc:Clients:fridge:Endpoints", endpoint));

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(1, host.Services.GetRequiredService<Journal>().Count("_zerorpc_ping"));
    }

    [Fact]
    public async Task Events_have_their_place_in_a_host()
    {
        string endpoint = TestHost.NewEndpoint();
        string work = TestHost.NewEndpoint();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                var builder = new { Services = services };
                services.AddSingleton<Journal>();

                // snippet: hosted-oneway
                builder.Services.AddZeroRpcPuller(options => options.AddService<Resizer>());
                builder.Services.AddZeroRpcSubscriber("news", options => options.AddService<Reporter>());
                builder.Services.AddZeroRpcPusher(options => options.Timeout = TimeSpan.FromSeconds(5));
                builder.Services.AddZeroRpcPublisher("news", options => options.Bind.Add(endpoint));
                // end
            },
            ("ZeroRpc:Puller:Bind", work),
            ("ZeroRpc:Pusher:Connect", work),
            ("ZeroRpc:Subscribers:news:Connect", endpoint));
        ZeroRpcPublisher publisher = host.Services.GetRequiredKeyedService<ZeroRpcPublisher>("news");
        await publisher.WaitForConnectionAsync(Stop).WaitAsync(Hang, Stop);

        await host.Services.GetRequiredService<ZeroRpcPusher>().PushAsync("Resize", "cat.png").WaitAsync(Hang, Stop);
        publisher.Publish("Goal", "1:0");

        Journal journal = host.Services.GetRequiredService<Journal>();
        await journal.WaitForAsync("cat.png", 1).WaitAsync(Hang, Stop);
        await journal.WaitForAsync("1:0", 1).WaitAsync(Hang, Stop);
    }

    [Fact]
    public void The_configuration_shown_is_taken()
    {
        string json = Markdown.Read("docs/hosting.md").Block("appsettings.json");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        using ServiceProvider services = new ServiceCollection().AddSingleton(configuration)
            .AddZeroRpcServer(options => options.AddService<Fridge>()).Services
            .AddZeroRpcClient("fridge").Services
            .BuildServiceProvider();

        ZeroRpcHostedServerOptions server = services.GetRequiredService<IOptionsMonitor<ZeroRpcHostedServerOptions>>().Get("");
        ZeroRpcHostedClientOptions client = services.GetRequiredService<IOptionsMonitor<ZeroRpcHostedClientOptions>>().Get("fridge");

        Assert.Equal(["tcp://0.0.0.0:4242"], server.Endpoints);
        Assert.Equal((TimeSpan.FromSeconds(30), 50), (server.Heartbeat, server.MaxConcurrentCalls));
        Assert.Equal(["tcp://fridge-1:4242", "tcp://fridge-2:4242"], client.Endpoints);
        Assert.Equal(TimeSpan.FromSeconds(10), client.Timeout);
    }

    private static async Task ServeAsync(string[] args, CancellationToken stop)
    {
        // snippet: hosted-server
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<IStock, Stock>();
        builder.Services.AddZeroRpcServer(options => options.AddService<Fridge>());
        await builder.Build().RunAsync(stop);
        // end
    }

    public interface IStock
    {
        int Take(string thing);
    }

    // snippet: hosted-contract
    public interface IFridge
    {
        Task<string> TakeAsync(string thing, CancellationToken cancellationToken = default);
    }
    // end

    // snippet: hosted-service
    public sealed class Fridge(IStock stock)
    {
        public string Take(string thing) => $"{stock.Take(thing)} {thing} left";
    }
    // end

    // snippet: hosted-caller
    public sealed class Kitchen([FromKeyedServices("fridge")] ZeroRpcClient client, IFridge fridge)
    {
        public async Task<string> TakeTwiceAsync(string thing, CancellationToken stop)
        {
            string first = await client.InvokeAsync<string>("take", thing);
            string second = await fridge.TakeAsync(thing, stop);
            return $"{first}, {second}";
        }
    }
    // end

    public sealed class Stock : IStock
    {
        private int _left = 2;

        public int Take(string thing) => Interlocked.Decrement(ref _left);
    }

    public sealed class Resizer(Journal journal)
    {
        public void Resize(string name) => journal.Add(name);
    }

    public sealed class Reporter(Journal journal)
    {
        public void Goal(string score) => journal.Add(score);
    }

    public sealed class Audit(Journal journal)
    {
        public async ValueTask RunAsync(CallContext call, Func<ValueTask> next)
        {
            journal.Add(call.Method);
            await next();
        }
    }
}
