using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Access;

/// <summary>A gateway that could not work does not start, and says why.</summary>
public sealed class OptionsTests
{
    public static TheoryData<Action<ZeroRpcGatewayOptions>, string> Faults => new()
    {
        { options => options.AddService("a/b", "tcp://127.0.0.1:1"), "The gateway's service 'a/b' needs a name of letters" },
        { options => options.AddService("x", "nowhere"), "The gateway's service 'x' has a malformed endpoint: " },
        { options => options.AddService("x"), "The gateway's service 'x' has no endpoints, and no client 'x' is registered" },
        { options => options.Services["fridge"].Allow("*", "chefs"), "has the policy 'chefs' for '*', which is not registered" },
        { options => options.AllowedOrigins.Add("https://a.example/"), "which is no origin" },
        { options => options.ClaimHeaders["sub"] = "message_id", "The header entry 'message_id' is the protocol's" },
        { options => options.StatusCodes["ValueError"] = 200, "StatusCodes have 200 for 'ValueError'" },
        { options => options.MaxRequestSize = 0, "The gateway's MaxRequestSize must be above zero." },
        { options => options.WebSockets.MaxCalls = 0, "The gateway's WebSockets.MaxCalls must be above zero." },
        { options => options.Services.Clear(), "The gateway has no services" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Options_that_cannot_work_fail_the_start(Action<ZeroRpcGatewayOptions> configure, string fault)
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(
            options =>
            {
                options.Services["fridge"].AllowAnyone("add");
                configure(options);
            }));

        Assert.Contains(failure.Failures, each => each.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_duration_that_is_a_plain_number_fails_the_start()
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => GatewayHost.StartAsync(configuration: [("ZeroRpc:Gateway:WebSockets:PingTimeout", "3")]));

        Assert.Contains("which .NET reads as days", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_can_be_one_text()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            configuration: [("ZeroRpc:Gateway:Services:other:Endpoints", "tcp://127.0.0.1:1; tcp://127.0.0.1:2")]);

        Assert.Equal(
            ["tcp://127.0.0.1:1", "tcp://127.0.0.1:2"],
            gateway.Services.GetRequiredService<IOptions<ZeroRpcGatewayOptions>>().Value.Services["other"].Endpoints);
    }

    [Fact]
    public async Task A_key_of_the_configuration_that_is_no_option_fails_the_start()
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => GatewayHost.StartAsync(configuration: [("ZeroRpc:Gateway:TimeOutt", "00:00:01")]));

        Assert.Contains("TimeOutt", failure.Message, StringComparison.Ordinal);
    }
}
