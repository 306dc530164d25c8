using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Clients;

/// <summary>Clients are singletons of the container: the default one, named ones by key, and interfaces.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly string _endpoint = TestHost.NewEndpoint();
    private readonly ZeroRpcServer _server = new(new Cooler(), new ZeroRpcServerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower });

    public ValueTask InitializeAsync()
    {
        _server.Bind(_endpoint);
        _server.Start();
        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Configuration_names_the_preset_of_values_for_Python()
    {
        using IHost host = await TestHost.StartAsync(
            services => services.AddZeroRpcClient(), ("ZeroRpc:Client:Endpoints", TestHost.NewEndpoint()), ("ZeroRpc:Client:Values", "Python"));

        ValueOptions values = host.Services.GetRequiredService<IOptions<ZeroRpcHostedClientOptions>>().Value.Values;

        Assert.Equal((JsonNamingPolicy.SnakeCaseLower, JsonNamingPolicy.SnakeCaseLower), (values.MethodNaming, values.KeyNaming));
    }

    [Fact]
    public async Task The_default_client_has_its_endpoints_from_configuration()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddZeroRpcClient(), ("ZeroRpc:Client:Endpoints", _endpoint));

        ZeroRpcClient client = host.Services.GetRequiredService<ZeroRpcClient>();

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("add_cool", "it"));
        Assert.Same(client, host.Services.GetRequiredService<ZeroRpcClient>());
    }

    [Fact]
    public async Task A_named_client_is_found_by_its_key()
    {
        using IHost host = await TestHost.StartAsync(
            services => services.AddZeroRpcClient("cooler").Services.AddTransient<Caller>(), ("ZeroRpc:Clients:cooler:Endpoints:0", _endpoint));

        Assert.Equal("it, so cool", await host.Services.GetRequiredService<Caller>().CallAsync("it"));
        Assert.Null(host.Services.GetService<ZeroRpcClient>());
    }

    [Fact]
    public async Task An_interface_calls_its_own_client()
    {
        using IHost host = await TestHost.StartAsync(
            services => services.AddZeroRpcClient<ICooler>(options => options.Proxy.MethodNaming = JsonNamingPolicy.SnakeCaseLower),
            ("ZeroRpc:Clients:ICooler:Endpoints", _endpoint));

        ICooler cooler = host.Services.GetRequiredService<ICooler>();

        Assert.Equal("it, so cool", await cooler.AddCool("it"));
        Assert.Same(cooler, host.Services.GetRequiredService<ICooler>());
    }

    [Fact]
    public async Task Interfaces_may_share_a_client()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddZeroRpcClient("cooler", options => options.Endpoints.Add(_endpoint));
            services.AddZeroRpcClient<ICooler>("cooler").Configure(options => options.Proxy.MethodNaming = JsonNamingPolicy.SnakeCaseLower);
            services.AddZeroRpcClient<IPinged>("cooler");
        });

        Assert.Equal("it, so cool", await host.Services.GetRequiredService<ICooler>().AddCool("it"));
        await Assert.ThrowsAsync<RemoteException>(() => host.Services.GetRequiredService<IPinged>().Ping());
        Assert.Single(host.Services.GetRequiredKeyedService<ZeroRpcClient>("cooler").Connections);
    }

    [Fact]
    public async Task An_interface_of_two_clients_is_chosen_by_its_key()
    {
        string other = TestHost.NewEndpoint();
        await using var server = new ZeroRpcServer();
        server.AddMethod("AddCool", (string thing) => $"{thing}, so far");
        server.Bind(other);
        server.Start();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddZeroRpcClient<ICooler>("eu", options => options.Values = ValueOptions.Python);
                services.AddZeroRpcClient<ICooler>("us");
            },
            ("ZeroRpc:Clients:eu:Endpoints", _endpoint),
            ("ZeroRpc:Clients:us:Endpoints", other));

        Assert.Equal("it, so cool", await host.Services.GetRequiredKeyedService<ICooler>("eu").AddCool("it"));
        Assert.Equal("it, so far", await host.Services.GetRequiredKeyedService<ICooler>("us").AddCool("it"));
    }

    [Fact]
    public async Task It_is_disposed_of_with_the_container()
    {
        IHost host = await TestHost.StartAsync(services => services.AddZeroRpcClient("cooler", options => options.Endpoints.Add(_endpoint)));
        ZeroRpcClient client = host.Services.GetRequiredKeyedService<ZeroRpcClient>("cooler");

        host.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.InvokeAsync("add_cool", "it"));
    }

    [Fact]
    public void Its_loggers_and_clock_are_the_container_s()
    {
        var time = new FakeTimeProvider();
        using IHost host = TestHost.Build(services => services
            .AddSingleton<TimeProvider>(time)
            .AddZeroRpcClient(options => options.Endpoints.Add(_endpoint)));

        ZeroRpcHostedClientOptions options = host.Services.GetRequiredService<IOptions<ZeroRpcHostedClientOptions>>().Value;

        Assert.Same(time, options.TimeProvider);
        Assert.Same(host.Services.GetService(typeof(Microsoft.Extensions.Logging.ILoggerFactory)), options.LoggerFactory);
    }

    [Fact]
    public void Retries_and_times_are_read_from_configuration()
    {
        using IHost host = TestHost.Build(
            services => services.AddZeroRpcClient(),
            ("ZeroRpc:Client:Endpoints", _endpoint),
            ("ZeroRpc:Client:Timeout", "00:00:07"),
            ("ZeroRpc:Client:Retry:MaxAttempts", "5"));

        ZeroRpcHostedClientOptions options = host.Services.GetRequiredService<IOptions<ZeroRpcHostedClientOptions>>().Value;

        Assert.Equal((TimeSpan.FromSeconds(7), 5), (options.Timeout, options.Retry?.MaxAttempts));
    }

    [Fact]
    public async Task A_resolver_may_say_where_the_servers_are()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddZeroRpcClient(options =>
        {
            options.Endpoints.Add("service://cooler");
            options.ResolveEndpoint = (_, _) => ValueTask.FromResult<IReadOnlyList<string>>([_endpoint]);
        }));

        Assert.Equal("it, so cool", await host.Services.GetRequiredService<ZeroRpcClient>().InvokeAsync<string>("add_cool", "it"));
    }

    public interface IPinged
    {
        Task Ping();
    }

    public sealed class Caller([FromKeyedServices("cooler")] ZeroRpcClient client)
    {
        public Task<string> CallAsync(string thing) => client.InvokeAsync<string>("add_cool", thing);
    }
}
