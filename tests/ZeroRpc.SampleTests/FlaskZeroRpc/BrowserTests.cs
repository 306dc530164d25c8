using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>The page as a browser has it once its scripts have run.</summary>
public sealed class BrowserTests
{
    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Python)]
    public async Task Nothing_of_the_queue_runs_in_a_browser(Language www)
    {
        string chromium = RequiredProgram.Find("chromium", "chromium", "chromium-browser", "google-chrome");
        await using QueuePrograms programs = await QueuePrograms.StartAsync(Language.CSharp, www);
        await programs.Client.InvokeAsync("enqueue", "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>").OrHang();

        string profile = TemporaryFolder.NewPath();
        await using RunningProgram browser = RunningProgram.Start(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--dump-dom", programs.Address.ToString()]);
        Assert.Equal(0, await browser.EndAsync());

        Assert.Contains("<title>Queue</title>", browser.Said, StringComparison.Ordinal);
        Assert.Contains("<li><code>\"&lt;img src=x onerror=", browser.Said, StringComparison.Ordinal);
    }
}
