using System.Net;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Http;

/// <summary>Failures of services as problem details.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("ValueError", 500)]
    [InlineData("NameError", 500)]
    [InlineData("TypeError", 500)]
    [InlineData("Overloaded", 429)]
    [InlineData("Unavailable", 503)]
    public async Task An_error_of_the_service_has_a_status_by_its_name(string name, int status)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/fail", $"[\"{name}\"]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(new Problem((HttpStatusCode)status, name, "it went wrong", IsRemote: true, Traceback: null), problem);
        Assert.Equal(status is 429 or 503, response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task A_status_can_be_configured_by_name()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.StatusCodes["ValueError"] = 422);

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/fail", "[\"ValueError\"]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Problem.ReadAsync(response)).Status);
    }

    [Fact]
    public async Task Tracebacks_are_told_if_they_are_switched_on()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.SendTracebacks = true);

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/fail", "[\"ValueError\"]");

        Assert.Equal("a traceback", (await Problem.ReadAsync(response)).Traceback);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_503()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.AddService("gone", FreePort.Endpoint()).AllowAnyone("*"));

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/gone/anything", "[]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NotConnected"), (problem.Status, problem.Name));
        Assert.True(response.Headers.Contains("Retry-After"));
    }
}
