using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.Gateway;

/// <summary>samples/Gateway as a process, and its pages in Chromium.</summary>
public sealed class GatewaySampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_message_from_one_page_is_seen_in_the_other()
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage ann = await SignInAsync(sample, "ann");
        await using BrowserPage bob = await SignInAsync(sample, "bob");

        await SayAsync(ann, "Is there <b>milk</b> left? ☃");

        await bob.UntilTextAsync("#messages", "Is there <b>milk</b> left? ☃");
        Assert.StartsWith("ann", await bob.TextAsync("#messages .head"), StringComparison.Ordinal);
        Assert.Empty(ann.Faults.Concat(bob.Faults));
    }

    [Fact]
    public async Task Each_room_has_its_own_messages()
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage ann = await SignInAsync(sample, "ann");
        await SayAsync(ann, "in the lobby");
        await ann.UntilTextAsync("#messages", "in the lobby");

        await ann.ClickAsync("#rooms button:nth-child(2)");
        await SayAsync(ann, "in the kitchen");
        await ann.UntilTextAsync("#messages", "in the kitchen");

        Assert.DoesNotContain("in the lobby", await ann.TextAsync("#messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_runs_until_it_is_stopped()
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage page = await SignInAsync(sample, "ann");
        await page.UntilTextAsync("#legend", "MiB");

        await page.ClickAsync("#stop");
        await page.UntilTextAsync("#stop", "Start");
        await page.ClickAsync("#stop");

        await page.UntilTextAsync("#stop", "Stop");
        await page.UntilTextAsync("#total", "in all");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage page = await chromium.OpenAsync(AddressOf(sample));

        await SignInAsync(page, "ann", "hot");

        await page.UntilTextAsync("#refused", "The name or the password is wrong.");
        Assert.Equal("{\"services\":[]}", await page.EvaluateAsync<string>("fetch('/rpc').then((response) => response.text())"));
    }

    [Fact]
    public async Task A_sign_out_ends_the_other_pages_of_the_user()
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage here = await SignInAsync(sample, "ann");
        await using BrowserPage there = await SignInAsync(sample, "ann");

        await here.ClickToNextPageAsync("header button");

        await there.UntilAsync("location.pathname === '/sign-in.html'");
    }

    [Theory]
    [MemberData(nameof(Chromium.Screens), MemberType = typeof(Chromium))]
    public async Task The_pages_are_readable(int width, string scheme)
    {
        await using RunningProgram sample = await StartAsync();
        await using BrowserPage page = await chromium.OpenAsync(AddressOf(sample), width, scheme);
        await SignInAsync(page, "ann", "hot");
        await page.UntilTextAsync("#refused", "wrong");
        await page.AssertReadableAsync($"sample-sign-in-{width}-{scheme}");

        await SignInAsync(page, "ann", "cool");
        await page.UntilTextAsync("#rooms", "lobby");
        await SayAsync(page, "The milk is in the fridge.");
        await page.UntilTextAsync("#messages", "The milk");
        await SayAsync(page, $"And a long word: {new string('m', 200)}");
        await page.UntilTextAsync("#messages", "mmm");
        await page.UntilAsync("document.querySelector('#chart path')?.getAttribute('d')?.split('L').length > 7");

        await page.AssertReadableAsync($"sample-{width}-{scheme}");
    }

    private static async Task<RunningProgram> StartAsync() => await RunningProgram
        .Start(
            Sample.DotNet("Gateway", "GatewaySample"),
            ("ZERORPC_PYTHON", PythonPeer.Interpreter()),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Logging__LogLevel__Default", "Warning"))
        .UntilSaidAsync("Serving at");

    private static string AddressOf(RunningProgram sample) =>
        sample.Said.Split('\n').Single(line => line.StartsWith("Serving at ", StringComparison.Ordinal))["Serving at ".Length..];

    private async Task<BrowserPage> SignInAsync(RunningProgram sample, string name)
    {
        BrowserPage page = await chromium.OpenAsync(AddressOf(sample));
        await SignInAsync(page, name, "cool");
        await page.UntilTextAsync("#rooms", "lobby");
        await page.UntilTextAsync("#state", "Connected");
        return page;
    }

    private static async Task SignInAsync(BrowserPage page, string name, string password)
    {
        await page.TypeAsync("[name=name]", name);
        await page.TypeAsync("[name=password]", password);
        await page.ClickToNextPageAsync("form button");
    }

    private static async Task SayAsync(BrowserPage page, string text)
    {
        await page.TypeAsync("#text", text);
        await page.PressAsync("Enter");
    }
}
