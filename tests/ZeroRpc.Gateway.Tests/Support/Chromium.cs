using System.Text.Json;
using PuppeteerSharp;
using PuppeteerSharp.Media;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>One headless Chromium for all tests of a class, as the machine has it. A test is skipped where there is none.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly Lazy<Task<IBrowser>> _browser = new(StartAsync);

    /// <summary>The widths of a desk and of a telephone, in both colour schemes.</summary>
    public static TheoryData<int, string> Screens => new() { { 1280, "light" }, { 1280, "dark" }, { 390, "light" }, { 390, "dark" } };

    /// <summary>Opens a page of a profile of its own, with its own cookies.</summary>
    public async Task<BrowserPage> OpenAsync(string address, int width = 1280, string scheme = "light")
    {
        IBrowserContext profile = await (await _browser.Value).CreateBrowserContextAsync();
        IPage page = await profile.NewPageAsync();
        page.DefaultTimeout = (int)HangGuard.Limit.TotalMilliseconds;
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900, IsMobile = width < 500 });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        var opened = new BrowserPage(page);
        await page.GoToAsync(address);
        return opened;
    }

    /// <summary>Ends the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated && _browser.Value.IsCompletedSuccessfully)
        {
            await (await _browser.Value).DisposeAsync();
        }
    }

    private static async Task<IBrowser> StartAsync()
    {
        string? program = ((string[])["chromium", "chromium-browser", "google-chrome"])
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            MissingPeer.Skip("chromium", "there is no program chromium, chromium-browser or google-chrome.", "On Debian: apt-get install chromium.");
        }

        return await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            UserDataDir = TemporaryFolder.NewPath(),
            Timeout = (int)HangGuard.Limit.TotalMilliseconds,
        });
    }
}

/// <summary>A page in Chromium.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    /// <summary>
    /// The texts on the page whose contrast against what lies behind them is below that of WCAG 2.2 AA: 4.5, or 3 for large text. Colours are
    /// drawn, so that the browser itself resolves their notation.
    /// </summary>
    private const string LowContrast = """
        () => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const luminance = ([r, g, b]) => [r, g, b]
            .map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = (element) => {
            for (; element; element = element.parentElement) {
              const color = rgba(getComputedStyle(element).backgroundColor);
              if (color[3] === 255) return color;
            }
            return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
          };
          const found = [];
          const check = (element, text, color) => {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            if (!text.trim() || box.width === 0 || box.right < 0 || style.visibility === "hidden" || element.disabled) return;
            const [a, b] = [luminance(rgba(color)), luminance(behind(element))].sort((x, y) => y - x);
            const size = parseFloat(style.fontSize);
            const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < least) found.push(`${text.trim()}: ${ratio.toFixed(2)}`);
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            check(element, walker.currentNode.data, getComputedStyle(element).color);
          }
          for (const input of document.querySelectorAll("input, textarea")) {
            check(input, input.value || input.placeholder, getComputedStyle(input, input.value ? null : "::placeholder").color);
          }
          return found;
        }
        """;

    private readonly IPage _page;
    private readonly List<string> _faults = [];
    private readonly List<string> _requests = [];

    public BrowserPage(IPage page)
    {
        _page = page;
        page.Console += (_, message) =>
        {
            if (message.Message.Type == ConsoleType.Error)
            {
                Add(_faults, message.Message.Text);
            }
        };
        page.PageError += (_, error) => Add(_faults, $"{error.Message}");
        page.Request += (_, request) => Add(_requests, request.Request.Url);
    }

    /// <summary>What the scripts of the page have complained of.</summary>
    public IReadOnlyList<string> Faults => Copy(_faults);

    /// <summary>The addresses that the page has asked for.</summary>
    public IReadOnlyList<string> Requests => Copy(_requests);

    public string Address => _page.Url;

    /// <summary>Clicks on the first element of a selector.</summary>
    public async Task ClickAsync(string selector)
    {
        await _page.WaitForSelectorAsync(selector);
        await _page.ClickAsync(selector);
    }

    /// <summary>Types into a field, in place of what is there.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await _page.WaitForSelectorAsync(selector);
        await _page.FocusAsync(selector);
        await _page.EvaluateExpressionAsync("document.activeElement.select?.()");
        await _page.Keyboard.TypeAsync(text);
    }

    /// <summary>Presses a key.</summary>
    public Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    /// <summary>Submits a form and waits for the page that follows.</summary>
    public Task ClickToNextPageAsync(string selector) => Task.WhenAll(_page.WaitForNavigationAsync(), _page.ClickAsync(selector));

    /// <summary>Waits until an expression of JavaScript is true.</summary>
    public Task UntilAsync(string expression) => _page.WaitForExpressionAsync(expression);

    /// <summary>Waits until an element has a text in it.</summary>
    public Task UntilTextAsync(string selector, string text) => _page.WaitForFunctionAsync(
        "(selector, text) => document.querySelector(selector)?.textContent.includes(text)", null, selector, text);

    /// <summary>The text of an element.</summary>
    public Task<string> TextAsync(string selector) => EvaluateAsync<string>($"document.querySelector({JsonSerializer.Serialize(selector)}).textContent");

    /// <summary>Evaluates an expression of JavaScript.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => _page.EvaluateExpressionAsync<T>(expression);

    /// <summary>Asserts that nothing is cut off at the side, and that all texts can be read.</summary>
    public async Task AssertReadableAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ZERORPC_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await _page.ScreenshotAsync(Path.Combine(folder, $"{name}.png"), new ScreenshotOptions { FullPage = true });
        }

        int overflow = await EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{name} is {overflow} pixels too wide.");
        Assert.Empty(await _page.EvaluateFunctionAsync<string[]>(LowContrast));
    }

    /// <summary>Closes the page and its profile.</summary>
    public async ValueTask DisposeAsync() => await _page.BrowserContext.CloseAsync();

    private static void Add(List<string> list, string entry)
    {
        lock (list)
        {
            list.Add(entry);
        }
    }

    private static string[] Copy(List<string> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }
}
