using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>A server's options come from configuration, then from code.</summary>
public sealed class ServerConfigurationTests
{
    [Fact]
    public async Task It_listens_on_all_the_endpoints_of_the_configuration()
    {
        (string first, string second) = (TestHost.NewEndpoint(), TestHost.NewEndpoint());
        using IHost host = await TestHost.StartAsync(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()),
            ("ZeroRpc:Server:Endpoints:0", first),
            ("ZeroRpc:Server:Endpoints:1", second));

        Assert.Equal("it, so cool", await CallAsync(first));
        Assert.Equal("it, so cool", await CallAsync(second));
        Assert.Equal([first, second], host.Services.GetRequiredService<ZeroRpcHostedServer>().Endpoints);
    }

    [Fact]
    public async Task One_text_may_name_several_endpoints()
    {
        (string first, string second) = (TestHost.NewEndpoint(), TestHost.NewEndpoint());
        using IHost host = await TestHost.StartAsync(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()), ("ZeroRpc:Server:Endpoints", $"{first}; {second};"));

        Assert.Equal([first, second], host.Services.GetRequiredService<ZeroRpcHostedServer>().Endpoints);
    }

    [Fact]
    public async Task A_free_port_is_told()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddZeroRpcServer(
            options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0")));

        Assert.Equal("it, so cool", await CallAsync(host.EndpointOf()));
        Assert.NotEqual("tcp://127.0.0.1:0", host.EndpointOf());
    }

    [Fact]
    public void Options_are_read_from_configuration_and_code_has_the_last_word()
    {
        using IHost host = TestHost.Build(
            services => services.AddZeroRpcServer(options =>
            {
                options.AddService<Cooler>();
                options.MaxConcurrentCalls = 2;
            }),
            ("ZeroRpc:Server:Endpoints", "tcp://127.0.0.1:0"),
            ("ZeroRpc:Server:Heartbeat", "00:00:02"),
            ("ZeroRpc:Server:MaxConcurrentCalls", "8"),
            ("ZeroRpc:Server:Values:WriteEnumsAsNames", "true"));

        ZeroRpcHostedServerOptions options = OptionsOf(host);

        Assert.Equal(
            (TimeSpan.FromSeconds(2), 2, true),
            (options.Heartbeat, options.MaxConcurrentCalls, options.Values.WriteEnumsAsNames));
    }

    [Fact]
    public void Options_may_need_services()
    {
        using IHost host = TestHost.Build(services => services
            .AddSingleton(JsonNamingPolicy.SnakeCaseLower)
            .AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0"))
            .Configure<JsonNamingPolicy>((options, naming) => options.MethodNaming = naming));

        Assert.Same(JsonNamingPolicy.SnakeCaseLower, OptionsOf(host).MethodNaming);
    }

    [Fact]
    public void Without_configuration_code_is_enough()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0")).Services
            .BuildServiceProvider();

        Assert.Equal(["tcp://127.0.0.1:0"], services.GetRequiredService<IOptions<ZeroRpcHostedServerOptions>>().Value.Endpoints);
    }

    [Fact]
    public async Task Named_servers_stand_side_by_side()
    {
        (string own, string admin) = (TestHost.NewEndpoint(), TestHost.NewEndpoint());
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddZeroRpcServer(options => options.AddService<Cooler>());
                services.AddZeroRpcServer("admin", options => options.ConfigureServer(server => server.AddMethod("uptime", () => 7)));
            },
            ("ZeroRpc:Server:Endpoints", own),
            ("ZeroRpc:Servers:admin:Endpoints", admin));
        await using var client = new ZeroRpcClient(admin);

        Assert.Equal("it, so cool", await CallAsync(own));
        Assert.Equal(7, await client.InvokeAsync<int>("uptime"));
        Assert.Equal([admin], host.Services.GetRequiredKeyedService<ZeroRpcHostedServer>("admin").Endpoints);
    }

    [Fact]
    public async Task Added_twice_it_is_one_server_of_both_services()
    {
        string endpoint = TestHost.NewEndpoint();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(endpoint));
            services.AddZeroRpcServer(options => options.AddService<Cooler>("more"));
        });
        await using var client = new ZeroRpcClient(endpoint);

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("AddCool", "it"));
        Assert.Equal("it, so cool", await client.InvokeAsync<string>("more.AddCool", "it"));
        Assert.Single(host.Services.GetServices<IHostedService>().OfType<ZeroRpcHostedServer>());
    }

    private static ZeroRpcHostedServerOptions OptionsOf(IHost host) =>
        host.Services.GetRequiredService<IOptions<ZeroRpcHostedServerOptions>>().Value;

    private static async Task<string> CallAsync(string endpoint)
    {
        await using var client = new ZeroRpcClient(endpoint);
        return await client.InvokeAsync<string>("AddCool", "it");
    }
}
