using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MessagePack;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Http;

/// <summary>Calls by HTTP.</summary>
public sealed class CallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("add_cool", "[\"x\"]", "\"x, so cool\"")]
    [InlineData("add", "[1, 2]", "3")]
    [InlineData("add", "[1]", "11")]
    [InlineData("add", "{\"second\": 5, \"first\": 1}", "6")]
    [InlineData("add", "{\"first\": 1}", "11")]
    [InlineData("nothing", "[]", "null")]
    [InlineData("nothing", "{}", "null")]
    [InlineData("half", "[3]", "1.5")]
    public async Task A_POST_is_a_call(string method, string arguments, string result)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Equal(result, await gateway.CallAsync(method, arguments));
    }

    [Fact]
    public async Task A_GET_calls_a_method_that_is_safe()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/echo?args=%5B%5B1%5D%5D");

        Assert.Equal("[1]", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_GET_of_another_method_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge/add?args=[1]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, problem.Status);
        Assert.Equal("'add' may change something: call it by POST.", problem.Detail);
    }

    [Fact]
    public async Task Msgpack_goes_both_ways()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        object sent = new object[] { new byte[] { 0, 255 } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc/fridge/echo")
        {
            Content = new ByteArrayContent(MessagePackSerializer.Serialize(sent, cancellationToken: Stop)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/msgpack");

        using HttpResponseMessage response = await gateway.SendAsync(request, ("Accept", "application/msgpack"));

        Assert.Equal("application/msgpack", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(new byte[] { 0xc4, 2, 0, 255 }, await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    public async Task Only_JSON_and_msgpack_make_calls(string? contentType)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc/fridge/nothing") { Content = new ByteArrayContent("[]"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using HttpResponseMessage response = await gateway.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Problem.ReadAsync(response)).Status);
    }

    [Fact]
    public async Task A_form_that_is_not_there_is_not_acceptable()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/nothing", "[]", ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.NotAcceptable, (await Problem.ReadAsync(response)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("text/html, */*;q=0.8")]
    [InlineData("application/*")]
    public async Task JSON_is_the_form_for_those_who_accept_all(string accept)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/nothing", "[]", ("Accept", accept));

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.MaxRequestSize = 100);

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/echo", $"[\"{new string('x', 100)}\"]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, problem.Status);
        Assert.Equal("The request is larger than 100 bytes, the limit of the gateway.", problem.Detail);
    }

    [Fact]
    public async Task A_body_of_unknown_length_above_the_limit_is_refused()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.MaxRequestSize = 100);
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc/fridge/echo")
        {
            Content = new StringContent($"[\"{new string('x', 100_000)}\"]", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await gateway.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Problem.ReadAsync(response)).Status);
    }

    [Fact]
    public async Task A_deadline_ends_a_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/wait", "[]", ("ZeroRpc-Timeout-Ms", "50"));

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.GatewayTimeout, "Timeout"), (problem.Status, problem.Name));
        await gateway.Fridge.Cancelled.OrHang();
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task A_deadline_that_is_none_is_refused(string deadline)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/nothing", "[]", ("ZeroRpc-Timeout-Ms", deadline));

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Contains($"'{deadline}'", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<HttpResponseMessage> call = gateway.Http.PostAsync(
            new Uri("/rpc/fridge/wait", UriKind.Relative), new StringContent("[]", Encoding.UTF8, "application/json"), leave.Token);
        await gateway.Fridge.Waiting.OrHang();

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gateway.Fridge.Cancelled.OrHang();
    }
}
