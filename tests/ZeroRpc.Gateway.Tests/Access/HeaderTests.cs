using System.Security.Claims;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Access;

/// <summary>The claims of the user, and what a client may send, as header entries of the call.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task Claims_travel_as_header_entries()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(Configure);

        using HttpResponseMessage response = await gateway.PostAsync(
            "/rpc/fridge/who_am_i", "[]", ("X-User", "ann"), ("X-Role", "cook"), ("X-Role", "waiter"));

        Assert.Equal("\"ann\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new object?[] { "cook", "waiter" }, gateway.Fridge.Headers.Single()["roles"]);
    }

    [Fact]
    public async Task What_a_client_sends_under_the_name_of_a_claim_is_thrown_away()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options =>
        {
            Configure(options);
            options.ClientHeaders.Add("user");
            options.ClientHeaders.Add("tenant");
        });

        using HttpResponseMessage response = await gateway.PostAsync(
            "/rpc/fridge/who_am_i", "[]", ("user", "root"), ("tenant", "north"), ("secret", "x"));
        await using TestSocket socket = await gateway.OpenAsync();
        await socket.CallAsync(1, "who_am_i", more: ",\"headers\":{\"user\":\"root\",\"tenant\":\"south\",\"secret\":\"x\"}");
        await socket.ReceiveAsync();

        Assert.Equal(["north", "south"], gateway.Fridge.Headers.Select(headers => headers["tenant"]));
        Assert.All(gateway.Fridge.Headers, headers => Assert.False(headers.ContainsKey("user") || headers.ContainsKey("secret")));
    }

    private static void Configure(ZeroRpcGatewayOptions options)
    {
        options.ClaimHeaders[ClaimTypes.Name] = "user";
        options.ClaimHeaders[ClaimTypes.Role] = "roles";
    }
}
