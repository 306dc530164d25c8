using System.Globalization;
using System.Net;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.SampleTests.Support;

/// <summary>A <c>worker</c>, and a <c>gateway</c> whose HTTP routes call it.</summary>
internal sealed class GatewayPrograms : IAsyncDisposable
{
    /// <summary>A prime that keeps a worker in C# busy for seconds, and one in Python for minutes.</summary>
    public const long Slow = 9223372036854775783;

    private readonly List<IAsyncDisposable> _all = [];
    private readonly int _workerPort = FreePort.Next();
    private readonly int _wwwPort = FreePort.Next();
    private readonly HttpClient _http = new();

    private GatewayPrograms()
    {
    }

    /// <summary>The program that is called.</summary>
    public RunningProgram Worker { get; private set; } = null!;

    /// <summary>The program that calls.</summary>
    public RunningProgram Gateway { get; private set; } = null!;

    /// <summary>Starts both, with a heartbeat of half a second.</summary>
    /// <param name="gateway">What the gateway is written in.</param>
    /// <param name="worker">What the worker is written in.</param>
    /// <param name="timeout">How long the gateway waits for the worker, in seconds.</param>
    /// <param name="keys">The keys of both. Null if they do not encrypt.</param>
    public static async Task<GatewayPrograms> StartAsync(Language gateway, Language worker, double timeout = 50, SampleKeys? keys = null)
    {
        var programs = new GatewayPrograms();
        try
        {
            await programs.StartProgramsAsync(gateway, worker, timeout, keys);
            return programs;
        }
        catch
        {
            await programs.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks a route, and gives the status and the body.</summary>
    public Task<(HttpStatusCode Status, string Body)> GetAsync(string path) => RequestAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Asks a route that streams, and gives its lines as they come.</summary>
    public async Task<StreamReader> StreamAsync(string path) =>
        new(await _http.GetStreamAsync(Address(path), TestContext.Current.CancellationToken).OrHang());

    /// <summary>Begins a request that the worker is long busy with, and waits until it is.</summary>
    public async Task<Task<(HttpStatusCode Status, string Body)>> BeginSlowAsync(CancellationToken abort)
    {
        Task<(HttpStatusCode, string)> slow = RequestAsync($"/factors/{Slow}", abort);

        // What is asked after it, over the same connection, is answered: so it has come.
        (HttpStatusCode status, _) = await GetAsync("/factors/6");
        Assert.Equal(HttpStatusCode.OK, status);
        return slow;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (IAsyncDisposable each in _all)
        {
            await each.DisposeAsync();
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> RequestAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(Address(path), cancellationToken).OrHang();
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private Uri Address(string path) => new($"http://127.0.0.1:{_wwwPort}{path}");

    private async Task StartProgramsAsync(Language gateway, Language worker, double timeout, SampleKeys? keys)
    {
        Worker = await Sample.ServeAsync(worker, "worker", [("PORT_ZEROSERVICE", $"{_workerPort}"), ("WORKER_HEARTBEAT", "0.5"), .. keys?.OfServer ?? []]);
        _all.Add(Worker);
        Gateway = await Sample.ServeAsync(
            gateway, "gateway",
            [("PORT_WWW", $"{_wwwPort}"),
            ("DOTCLOUD_WORKER_ZEROSERVICE_URL", $"tcp://127.0.0.1:{_workerPort}"),
            ("WORKER_HEARTBEAT", "0.5"),
            ("WORKER_TIMEOUT", timeout.ToString(CultureInfo.InvariantCulture)),
            .. keys?.OfClient ?? []]);
        _all.Add(Gateway);
    }
}
