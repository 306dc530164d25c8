using System.Net;
using System.Text;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Http;

/// <summary>Each bad input has its status and its sentence.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("echo", "", "InvalidJson", "The request is empty: send the arguments as a JSON array, such as [].")]
    [InlineData("echo", "[1,\n2,,]", "InvalidJson", "The request is no JSON, at line 2, byte 3: ")]
    [InlineData("echo", "[NaN]", "InvalidJson", "The request is no JSON, at line 1, byte 2: ")]
    [InlineData("echo", "[1] 2", "InvalidJson", "The request is no JSON, at line 1, byte 5: ")]
    [InlineData("echo", "[{\"a\": 1, \"a\": 2}]", "InvalidJson", "The JSON cannot be sent, at line 1, byte 11: the key \"a\" stands twice in one object.")]
    [InlineData("echo", "[\"\\ud800\"]", "InvalidJson", "The JSON cannot be sent, at line 1, byte 2: a string has half of a surrogate pair, which no UTF-8 can carry.")]
    [InlineData("echo", "[18446744073709551616]", "InvalidJson", "The JSON cannot be sent, at line 1, byte 2: 18446744073709551616 has more than 64 bits, which msgpack cannot carry.")]
    [InlineData("echo", "[1e400]", "InvalidJson", "The JSON cannot be sent, at line 1, byte 2: 1e400 has more than a float64 holds.")]
    [InlineData("echo", "[{\"$bytes\": \"?\"}]", "InvalidJson", "The JSON cannot be sent, at line 1, byte 2: ")]
    [InlineData("echo", "5", "InvalidArguments", "The arguments are an array, or an object with the names of the parameters.")]
    [InlineData("echo", "null", "InvalidArguments", "The arguments are an array, or an object with the names of the parameters.")]
    [InlineData("add", "{\"third\": 1}", "InvalidArguments", "'add' has no parameter 'third'. It has 'first', 'second'.")]
    [InlineData("add", "{\"second\": 1}", "InvalidArguments", "'add' lacks its argument 'first'.")]
    [InlineData("add", "[]", "TypeError", "add() takes 1 to 2 arguments but 0 were given: ")]
    [InlineData("add", "[1, 2, 3]", "TypeError", "add() takes 1 to 2 arguments but 3 were given: ")]
    [InlineData("add", "[\"x\"]", "TypeError", "add() argument 'first' (1st): ")]
    [InlineData("half", "[\"x\"]", "TypeError", "half() argument 'number' (1st): ")]
    [InlineData("size", "[\"no base64!\"]", "TypeError", "size() argument 'content' (1st): ")]
    public async Task Bad_input_is_400_and_says_why(string method, string body, string name, string detail)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync($"/rpc/fridge/{method}", body);

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, name), (problem.Status, problem.Name));
        Assert.StartsWith(detail, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(name == "TypeError", problem.IsRemote);
    }

    [Fact]
    public async Task JSON_that_is_nested_too_deeply_is_400()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/echo", new string('[', 101) + new string(']', 101));

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.EndsWith("arrays and objects are nested deeper than 100 levels.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_that_is_no_UTF8_is_400()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc/fridge/echo") { Content = new ByteArrayContent([0x5b, 0x22, 0xff, 0x22, 0x5d]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using HttpResponseMessage response = await gateway.SendAsync(request);

        Assert.Contains("UTF-8", (await Problem.ReadAsync(response)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x91 })]
    [InlineData(new byte[] { 0x91, 0xc1 })]
    [InlineData(new byte[] { 0x90, 0x01 })]
    public async Task What_is_no_msgpack_is_400(byte[] body)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc/fridge/echo") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/msgpack");

        using HttpResponseMessage response = await gateway.SendAsync(request);

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidMsgpack"), (problem.Status, problem.Name));
    }

    [Fact]
    public async Task An_unknown_service_is_404()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/freezer/echo", "[]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.NotFound, "UnknownService"), (problem.Status, problem.Name));
        Assert.Equal("The gateway offers no service 'freezer'.", problem.Detail);
    }

    [Fact]
    public async Task A_method_that_the_service_does_not_have_is_404()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/melt", "[]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.NotFound, "NameError", true), (problem.Status, problem.Name, problem.IsRemote));
        Assert.Equal("The service has no method 'melt'.", problem.Detail);
    }

    [Fact]
    public async Task A_query_with_something_else_is_400()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/echo?value=1");

        Assert.Contains("'value'", (await Problem.ReadAsync(response)).Detail, StringComparison.Ordinal);
    }
}
