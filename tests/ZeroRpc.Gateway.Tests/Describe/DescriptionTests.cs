using System.Net;
using System.Text.Json;
using ZeroRpc.Gateway.Tests.Access;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Describe;

/// <summary>What the gateway tells of its services, and to whom.</summary>
public sealed class DescriptionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, "{\"services\":[]}")]
    [InlineData("ann", null, "{\"services\":[\"fridge\"]}")]
    public async Task The_list_has_the_services_of_which_the_user_may_call_something(string? user, string? role, string list)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"].AllowSignedIn("add"));

        using HttpResponseMessage response = await gateway.GetAsync("/rpc", CallAccessTests.SignIn(user, role));

        Assert.Equal(list, await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData(null, "add")]
    [InlineData("cook", "add,nothing")]
    public async Task A_description_has_the_methods_that_the_user_may_call(string? role, string methods)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"]
            .AllowAnyone("add").Allow("nothing", "cooks"));

        using JsonDocument json = await ReadAsync(gateway, "/rpc/fridge", CallAccessTests.SignIn("ann", role));

        Assert.Equal(methods, string.Join(',', json.RootElement.GetProperty("methods").EnumerateArray().Select(each => each.GetProperty("name"))));
    }

    [Fact]
    public async Task A_method_is_described_with_its_parameters()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"].AllowAnyone("add"));

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge");

        Assert.Equal(
            "{\"name\":\"fridge\",\"methods\":[{\"name\":\"add\",\"doc\":null,\"parameters\":[" +
            "{\"name\":\"first\",\"type\":\"int\",\"required\":true,\"default\":null}," +
            "{\"name\":\"second\",\"type\":\"int\",\"required\":false,\"default\":10}]," +
            "\"returns\":\"int\",\"stream\":false,\"safe\":false}]}",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("/rpc/freezer")]
    [InlineData("/rpc/fridge")]
    [InlineData("/rpc/fridge.d.ts")]
    public async Task A_service_that_the_user_may_not_call_is_unknown(string path)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"].AllowSignedIn("*"));

        using HttpResponseMessage response = await gateway.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "UnknownService"), ((await Problem.ReadAsync(response)).Status, (await Problem.ReadAsync(response)).Name));
    }

    [Fact]
    public async Task The_OpenAPI_document_has_the_methods_that_the_user_may_call()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"]
            .AllowAnyone("add").AllowAnyone("count").AllowSignedIn("nothing"));

        using JsonDocument json = await ReadAsync(gateway, "/rpc/openapi.json");

        JsonElement paths = json.RootElement.GetProperty("paths");
        Assert.Equal("3.1.0", json.RootElement.GetProperty("openapi").GetString());
        Assert.Equal(["/fridge/add", "/fridge/count"], paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["post", "get"], paths.GetProperty("/fridge/count").EnumerateObject().Select(verb => verb.Name));
        Assert.Equal("Counts.", paths.GetProperty("/fridge/count").GetProperty("post").GetProperty("summary").GetString());
        Assert.Equal("integer", Schema(paths, "/fridge/add").GetProperty("oneOf")[1].GetProperty("properties").GetProperty("first").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_service_that_does_not_answer_leaves_the_document_to_the_others()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options =>
        {
            options.Services["fridge"].AllowAnyone("add");
            options.AddService("gone", FreePort.Endpoint()).AllowAnyone("*");
        });

        using JsonDocument json = await ReadAsync(gateway, "/rpc/openapi.json");

        Assert.Single(json.RootElement.GetProperty("paths").EnumerateObject());
    }

    [Fact]
    public async Task TypeScript_declares_the_methods_by_their_names_in_JavaScript()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["fridge"]
            .AllowAnyone("add_cool").AllowAnyone("add").AllowAnyone("count").AllowAnyone("size"));

        using HttpResponseMessage response = await gateway.GetAsync("/rpc/fridge.d.ts");

        string declarations = await response.Content.ReadAsStringAsync(Stop);
        Assert.Contains("  addCool(thing: string): Call<string>;\n", declarations, StringComparison.Ordinal);
        Assert.Contains("  add(first: number | bigint, second?: number | bigint): Call<number>;\n", declarations, StringComparison.Ordinal);
        Assert.Contains("  size(content: Uint8Array): Call<number>;\n", declarations, StringComparison.Ordinal);
        Assert.Contains("   * Counts.\n   */\n  count(to: number | bigint): Stream<number>;\n", declarations, StringComparison.Ordinal);
        Assert.Contains("    \"fridge\": Fridge;\n", declarations, StringComparison.Ordinal);
    }

    private static JsonElement Schema(JsonElement paths, string path) => paths.GetProperty(path).GetProperty("post").GetProperty("requestBody")
        .GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static async Task<JsonDocument> ReadAsync(GatewayHost gateway, string path, params (string, string)[] headers)
    {
        using HttpResponseMessage response = await gateway.GetAsync(path, headers);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
    }
}
