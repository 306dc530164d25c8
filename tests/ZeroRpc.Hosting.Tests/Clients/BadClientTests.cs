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
