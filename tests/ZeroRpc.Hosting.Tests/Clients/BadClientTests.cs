using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Clients;

/// <summary>A host whose client could not call does not start, and says why and what to do.</summary>
public sealed class BadClientTests
{
    [Fact]
    public async Task No_endpoint()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(services => services.AddZeroRpcClient("cooler"));

        Assert.Equal(
            "The ZeroRPC client 'cooler' has no endpoints: " +
            "add some in the configuration, under ZeroRpc:Clients:cooler:Endpoints, or in code, as " +
            "in options.Endpoints.Add(\"tcp://127.0.0.1:4242\").",
            error.Message);
    }

    [Fact]
    public void No_endpoint_and_no_host()
    {
        using ServiceProvider services = new ServiceCollection().AddZeroRpcClient().Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ZeroRpcClient>());

        Assert.StartsWith("The ZeroRPC client has no endpoints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_only_for_listening()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient(), ("ZeroRpc:Client:Endpoints", "tcp://*:4242"));

        Assert.Equal(
            "The ZeroRPC client has invalid options (ZeroRpc:Client, in Endpoints): 'tcp://*:4242' is no usable endpoint: * is only for " +
            "listening. Name the host to connect to: tcp://host:port.",
            error.Message);
    }

    [Fact]
    public async Task An_option_out_of_its_range()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient(options => options.Endpoints.Add(TestHost.NewEndpoint())),
            ("ZeroRpc:Client:ResolveInterval", "00:00:00"));

        Assert.Contains("ResolveInterval", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preset_of_values_that_does_not_exist()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient(options => options.Endpoints.Add(TestHost.NewEndpoint())), ("ZeroRpc:Client:Values", "Ruby"));

        Assert.Contains(
            "ZeroRpc:Client:Values is 'Ruby', which is no preset. The one preset is 'Python'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duration_that_would_be_days()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient(), ("ZeroRpc:Client:Timeout", "3"));

        Assert.Contains(
            "ZeroRpc:Client:Timeout is '3', which .NET reads as days. Write hours, minutes and seconds: \"00:00:03\" is 3 s.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duration_within_other_options_that_would_be_days()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient("cooler"), ("ZeroRpc:Clients:cooler:Retry:Delay", "1"));

        Assert.Contains("ZeroRpc:Clients:cooler:Retry:Delay is '1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelled_name_in_the_configuration()
    {
        OptionsValidationException error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcClient("cooler", options => options.Endpoints.Add(TestHost.NewEndpoint())),
            ("ZeroRpc:Clients:coler:Timeout", "00:00:03"));

        Assert.Equal(
            "The configuration has the section ZeroRpc:Clients:coler, but nothing is registered with the name 'coler'. " +
            "Registered: 'cooler'. Correct the name, or remove the section.",
            error.Message);
    }

    [Fact]
    public void An_interface_twice_for_the_same_client()
    {
        IServiceCollection services = new ServiceCollection();
        services.AddZeroRpcClient<ICooler>("eu");

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => services.AddZeroRpcClient<ICooler>("eu"));

        Assert.StartsWith(
            "ZeroRpc.Hosting.Tests.Support.ICooler is already registered for the client 'eu'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_of_two_clients_without_a_key()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddZeroRpcClient<ICooler>("eu").Services
            .AddZeroRpcClient<ICooler>("us").Services
            .BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ICooler>());

        Assert.Equal(
            "ZeroRpc.Hosting.Tests.Support.ICooler is registered for the clients 'eu', 'us': inject it with a key, as in " +
            "[FromKeyedServices(\"eu\")] ICooler.",
            error.Message);
    }

    [Fact]
    public void An_endpoint_where_the_name_is_wanted()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddZeroRpcClient("tcp://127.0.0.1:4242"));

        Assert.StartsWith(
            "'tcp://127.0.0.1:4242' is an endpoint, but the name of the client is expected. Use services.AddZeroRpcClient(o => " +
            "o.Endpoints.Add(\"tcp://127.0.0.1:4242\")).",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_that_cannot_be_a_remote_s()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddZeroRpcClient<IThermometer>());

        Assert.Contains("Degrees is a property: make it a method.", error.Message, StringComparison.Ordinal);
    }

    public interface IThermometer
    {
        int Degrees { get; }
    }
}
