using Microsoft.AspNetCore.Builder;
using ZeroRpc.Gateway.Tests.Support;

namespace ZeroRpc.Gateway.Tests.Console;

/// <summary>The console, in Chromium.</summary>
public sealed class ConsoleTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_form_makes_a_call()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);

        await ChooseAsync(page, "add");
        await page.TypeAsync("#argument-0", "5");
        await page.PressAsync("Enter");
        await page.UntilTextAsync("#timing", "Answered in");

        Assert.Equal("15", (await page.TextAsync("#result")).Trim());
        Assert.Contains("/rpc/fridge/add'", await page.TextAsync("#curl"), StringComparison.Ordinal);
        Assert.Contains("-d '{\"first\":5}'", await page.TextAsync("#curl"), StringComparison.Ordinal);
        Assert.Contains("service.call(\"add\", {\"first\":5})", await page.TextAsync("#script"), StringComparison.Ordinal);
        Assert.Contains("fridge.add {\"first\":5}", await page.TextAsync("#history"), StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task JSON_makes_a_call()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);

        await ChooseAsync(page, "echo");
        await page.ClickAsync("#tab-json");
        await page.TypeAsync("#json", "[{\"a\": [1, null]}]");
        await page.ClickAsync("#run");
        await page.UntilTextAsync("#timing", "Answered in");

        Assert.Equal("{\"a\":[1,null]}", await page.EvaluateAsync<string>("JSON.stringify(JSON.parse(document.querySelector('#result').textContent))"));
    }

    [Fact]
    public async Task A_stream_runs_until_it_is_stopped()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);

        await ChooseAsync(page, "silence");
        await page.ClickAsync("#run");
        await page.UntilTextAsync("#timing", "Item 1");
        await page.ClickAsync("#stop");

        await page.UntilTextAsync("#result", "Cancelled: 'silence' was cancelled.");
    }

    [Fact]
    public async Task An_error_has_the_name_of_the_service()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);

        await ChooseAsync(page, "fail");
        await page.TypeAsync("#argument-0", "ValueError");
        await page.ClickAsync("#run");
        await page.UntilTextAsync("#timing", "The service failed after");

        Assert.Equal("ValueError: it went wrong", await page.TextAsync("#result"));
    }

    [Fact]
    public async Task Only_what_the_user_may_call_is_shown()
    {
        await using GatewayHost gateway = await StartAsync(options => options.Services["fridge"].AllowAnyone("add*").AllowSignedIn("*"));
        await using BrowserPage page = await OpenAsync(gateway);

        await page.UntilTextAsync("nav", "add_cool");

        Assert.Equal("add_cool,add", await page.EvaluateAsync<string>("[...document.querySelectorAll('nav li')].map((item) => item.textContent).join()"));
    }

    [Fact]
    public async Task Nobody_but_the_gateway_is_asked()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);

        await ChooseAsync(page, "nothing");
        await page.ClickAsync("#run");
        await page.UntilTextAsync("#timing", "Answered in");

        Assert.All(page.Requests.Where(address => !address.StartsWith("data:", StringComparison.Ordinal)), address =>
            Assert.Equal(gateway.Address.Authority, new Uri(address).Authority));
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);
        await page.UntilTextAsync("nav", "add_cool");

        await page.PressAsync("Tab"); // The skip link.
        await page.PressAsync("Tab"); // The filter.
        await page.TypeAsync(":focus", "add_cool");
        await page.PressAsync("Tab");
        await page.PressAsync("Enter"); // The method, whose first field has the focus then.
        await page.TypeAsync(":focus", "it");
        await page.PressAsync("Enter");
        await page.UntilTextAsync("#result", "it, so cool");
    }

    [Fact]
    public async Task Each_field_and_button_has_a_name_for_screen_readers()
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway);
        await ChooseAsync(page, "add");

        string unnamed = await page.EvaluateAsync<string>(
            "[...document.querySelectorAll('input, textarea, select, button')].filter((each) => " +
            "!each.labels?.length && !each.textContent.trim() && !each.ariaLabel).map((each) => each.outerHTML).join()");

        Assert.Equal("", unnamed);
    }

    [Theory]
    [MemberData(nameof(Chromium.Screens), MemberType = typeof(Chromium))]
    public async Task The_console_is_readable(int width, string scheme)
    {
        await using GatewayHost gateway = await StartAsync();
        await using BrowserPage page = await OpenAsync(gateway, width, scheme);
        await ChooseAsync(page, "count");
        await page.TypeAsync("#argument-0", "3");
        await page.PressAsync("Enter");
        await page.UntilTextAsync("#timing", "3 items in");
        await page.ClickAsync("summary");

        await page.AssertReadableAsync($"console-{width}-{scheme}");
    }

    private static Task<GatewayHost> StartAsync(Action<ZeroRpcGatewayOptions>? configure = null) =>
        GatewayHost.StartAsync(configure, map: app => app.MapZeroRpcConsole("/rpc-console"));

    private Task<BrowserPage> OpenAsync(GatewayHost gateway, int width = 1280, string scheme = "light") =>
        chromium.OpenAsync(new Uri(gateway.Address, "/rpc-console").ToString(), width, scheme);

    private static async Task ChooseAsync(BrowserPage page, string method)
    {
        await page.ClickAsync($"nav button[data-key='fridge {method}']");
        await page.UntilTextAsync("#name", $"fridge.{method}");
    }
}
