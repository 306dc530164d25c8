using System.Net;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Access;

/// <summary>Who may call what.</summary>
public sealed class CallAccessTests
{
    [Theory]
    [InlineData("add_cool", "add_cool", true)]
    [InlineData("add_cool", "bad_add_cool", false)]
    [InlineData("add_cool", "add_cool_too", false)]
    [InlineData("add_*", "add_cool", true)]
    [InlineData("add_*", "bad_add_cool", false)]
    [InlineData("*", "anything", true)]
    [InlineData("*", "_zerorpc_inspect", false)]
    [InlineData("_zerorpc_*", "_zerorpc_inspect", true)]
    public void A_pattern_is_an_exact_name_or_a_beginning(string pattern, string method, bool covers) =>
        Assert.Equal(covers, NamePattern.Covers(pattern, method));

    [Theory]
    [InlineData("add_cool", "add_cool")]
    [InlineData("add_hot", "add_*")]
    [InlineData("take", "*")]
    public void The_most_exact_pattern_counts(string method, string pattern) =>
        Assert.Equal(pattern, NamePattern.FindBest(["*", "add_*", "add_cool", "ad*"], method));

    [Fact]
    public async Task Nothing_is_reachable_unless_it_is_named()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"].AllowAnyone("add"));

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/nothing", "[]");

        Problem problem = await Problem.ReadAsync(response);
        Assert.Equal((HttpStatusCode.NotFound, "UnknownMethod"), (problem.Status, problem.Name));
        Assert.Equal("The gateway offers no method 'nothing' of the service 'fridge'.", problem.Detail);
    }

    [Theory]
    [InlineData("add", null, null, 200)]
    [InlineData("add_cool", null, null, 401)]
    [InlineData("add_cool", "ann", null, 200)]
    [InlineData("nothing", null, null, 401)]
    [InlineData("nothing", "ann", null, 403)]
    [InlineData("nothing", "ann", "cook", 200)]
    public async Task A_policy_decides_by_the_user(string method, string? user, string? role, int status)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"]
            .AllowAnyone("add")
            .AllowSignedIn("add_*")
            .Allow("nothing", "cooks"));

        using HttpResponseMessage response = await gateway.PostAsync(
            $"/rpc/fridge/{method}", method == "nothing" ? "[]" : method == "add" ? "[1]" : "[\"x\"]", SignIn(user, role));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Services_methods_and_policies_come_from_the_configuration()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            options => options.Services["other"].Endpoints.Add(options.Services["fridge"].Endpoints[0]),
            configuration:
            [
                ("ZeroRpc:Gateway:Services:other:Methods:add", "cooks"),
                ("ZeroRpc:Gateway:Services:other:Safe:0", "add"),
                ("ZeroRpc:Gateway:Timeout", "00:00:10"),
            ]);

        using HttpResponseMessage refused = await gateway.GetAsync("/rpc/other/add?args=[1]");
        using HttpResponseMessage allowed = await gateway.GetAsync("/rpc/other/add?args=[1]", SignIn("ann", "cook"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, allowed.StatusCode));
    }

    [Theory]
    [InlineData("http://evil.example", false, 403)]
    [InlineData("null", false, 403)]
    [InlineData("http://app.example", false, 200)]
    [InlineData("self", true, 200)]
    [InlineData(null, true, 403)]
    [InlineData(null, false, 200)]
    public async Task The_origin_must_be_allowed_and_be_there_with_cookies(string? origin, bool hasCookies, int status)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.AllowedOrigins.Add("http://app.example"));
        List<(string, string)> headers = [];
        if (origin is not null)
        {
            headers.Add(("Origin", origin == "self" ? gateway.Address.GetLeftPart(UriPartial.Authority) : origin));
        }

        if (hasCookies)
        {
            headers.Add(("Cookie", "a=b"));
        }

        using HttpResponseMessage response = await gateway.PostAsync("/rpc/fridge/nothing", "[]", [.. headers]);

        Assert.Equal(status, (int)response.StatusCode);
    }

    internal static (string, string)[] SignIn(string? user, string? role) =>
        [.. user is null ? [] : ((string, string)[])[("X-User", user)], .. role is null ? [] : ((string, string)[])[("X-Role", role)]];
}
