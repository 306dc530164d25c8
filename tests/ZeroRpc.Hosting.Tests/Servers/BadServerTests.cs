using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>A host whose server could not serve does not start, and says why and what to do.</summary>
public sealed class BadServerTests
{
    [Fact]
    public async Task No_endpoint()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()));

        Assert.Equal(
            "The ZeroRPC server has no endpoints: add some in the configuration, under ZeroRpc:Server:Endpoints, or in code, as in " +
            "options.Endpoints.Add(\"tcp://0.0.0.0:4242\").",
            error.Message);
    }

    [Fact]
    public async Task No_endpoint_of_a_named_server()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer("admin", options => options.AddService<Cooler>()));

        Assert.StartsWith(
            "The ZeroRPC server 'admin' has no endpoints: add some in the configuration, under ZeroRpc:Servers:admin:Endpoints",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_endpoint()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()), ("ZeroRpc:Server:Endpoints:0", "tcp://0.0.0.0"));

        Assert.Equal(
            "The ZeroRPC server has invalid options (ZeroRpc:Server, in Endpoints): 'tcp://0.0.0.0' is no usable endpoint: it has no " +
            "port. Write tcp://host:port.",
            error.Message);
    }

    [Fact]
    public async Task An_option_out_of_its_range()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(TestHost.NewEndpoint())),
            ("ZeroRpc:Server:Window", "1"));

        Assert.Contains("ZeroRpc:Server", error.Message, StringComparison.Ordinal);
        Assert.Contains("A window must be at least 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(_ => { }), ("ZeroRpc:Server:Endpoints", "4242;tcp://*"));

        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public async Task A_key_that_is_no_option()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()), ("ZeroRpc:Server:Endpoint", "tcp://0.0.0.0:4242"));

        Assert.StartsWith(
            "The ZeroRPC server has invalid options in the configuration section ZeroRpc:Server: ",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "not found on the instance of ZeroRpc.Hosting.ZeroRpcHostedServerOptions: 'Endpoint'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>()), ("ZeroRpc:Server:Heartbeat", "soon"));

        Assert.Contains("'soon' at 'ZeroRpc:Server:Heartbeat'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_service()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.Endpoints.Add(TestHost.NewEndpoint())));

        Assert.Equal("The ZeroRPC server serves nothing: add a service, as in options.AddService<Cooler>().", error.Message);
    }

    [Fact]
    public async Task A_port_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string endpoint = $"tcp://{other.LocalEndpoint}";

        ZeroRpcEndpointException error = await TestHost.FailAsync<ZeroRpcEndpointException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add(endpoint)));

        Assert.StartsWith($"The ZeroRPC server cannot start: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(endpoint, error.Message, StringComparison.Ordinal);
        Assert.Equal(endpoint, error.Endpoint);
    }

    [Fact]
    public async Task After_a_failure_the_endpoints_that_were_bound_are_free()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string first = TestHost.NewEndpoint();
        await TestHost.FailAsync<ZeroRpcEndpointException>(services => services.AddZeroRpcServer(options =>
        {
            options.AddService<Cooler>();
            options.Endpoints.Add(first);
            options.Endpoints.Add($"tcp://{other.LocalEndpoint}");
        }));

        await using var next = new ZeroRpcServer();
        Assert.Equal(first, next.Bind(first));
    }

    [Fact]
    public async Task A_service_of_which_a_part_is_not_registered()
    {
        InvalidOperationException error = await FailToServeAsync<Fridge>(services => services.AddScoped<Fridge>());

        Assert.Equal(
            $"The ZeroRPC server cannot start: it cannot serve {typeof(Fridge)}, " +
            "which the container cannot create: Unable to resolve service " +
            $"for type '{typeof(ICompressor)}' while attempting to activate '{typeof(Fridge)}'.",
            error.Message);
    }

    [Fact]
    public async Task An_unregistered_service_of_which_a_part_is_not_registered()
    {
        InvalidOperationException error = await FailToServeAsync<Fridge>(_ => { });

        Assert.Contains($"Unable to resolve service for type '{typeof(ICompressor)}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_that_is_not_registered()
    {
        InvalidOperationException error = await FailToServeAsync<ICooler>(_ => { });

        Assert.Equal(
            $"The ZeroRPC server cannot start: it cannot serve {typeof(ICooler)}, " +
            "which is not registered and cannot be created: register it, as " +
            "in AddScoped<ICooler, ...>().",
            error.Message);
    }

    [Fact]
    public async Task A_service_whose_constructor_throws()
    {
        InvalidOperationException error = await FailToServeAsync<Broken>(_ => { });

        Assert.Equal(
            $"The ZeroRPC server cannot start: it cannot serve {typeof(Broken)}, which the container cannot create: no power",
            error.Message);
    }

    [Fact]
    public async Task Two_services_of_the_same_names()
    {
        InvalidOperationException error = await TestHost.FailAsync<InvalidOperationException>(services => services.AddZeroRpcServer(
            options => options.AddService<Cooler>().AddService<Cooler>().Endpoints.Add(TestHost.NewEndpoint())));

        Assert.Contains("expose the name 'AddCool'", error.Message, StringComparison.Ordinal);
    }

    private static Task<InvalidOperationException> FailToServeAsync<T>(Action<IServiceCollection> register)
        where T : class => TestHost.FailAsync<InvalidOperationException>(services =>
        {
            register(services);
            services.AddZeroRpcServer(options => options.AddService<T>().Endpoints.Add(TestHost.NewEndpoint()));
        });

    public interface ICompressor
    {
    }

    public sealed class Fridge(ICompressor compressor)
    {
        public string Hum() => compressor.ToString()!;
    }

    public sealed class Broken
    {
        public Broken() => throw new TimeoutException("no power");

        public void Run()
        {
        }
    }
}
