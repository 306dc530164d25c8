using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.SampleTests.Support;

/// <summary>An <c>api</c> and a <c>www</c> that lists its queue, in Redis or in the api's memory.</summary>
internal sealed class QueuePrograms : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _all = [];
    private readonly int _apiPort = FreePort.Next();
    private readonly int _wwwPort = FreePort.Next();

    private QueuePrograms()
    {
    }

    /// <summary>Where the api is.</summary>
    public string Endpoint => $"tcp://127.0.0.1:{_apiPort}";

    /// <summary>Where the page is.</summary>
    public Uri Address => new($"http://127.0.0.1:{_wwwPort}/");

    /// <summary>A client of the api.</summary>
    public ZeroRpcClient Client { get; private set; } = null!;

    /// <summary>The program that serves the queue.</summary>
    public RunningProgram Api { get; private set; } = null!;

    /// <summary>Starts both.</summary>
    /// <param name="api">What the api is written in.</param>
    /// <param name="www">What the page is written in.</param>
    /// <param name="redis">Where the queue is; null for the api's memory.</param>
    public static async Task<QueuePrograms> StartAsync(Language api, Language www, Redis? redis = null)
    {
        var programs = new QueuePrograms();
        try
        {
            await programs.StartProgramsAsync(api, www, redis);
            return programs;
        }
        catch
        {
            await programs.DisposeAsync();
            throw;
        }
    }

    /// <summary>The page as it is now, and its status.</summary>
    public async Task<Page> ReadPageAsync()
    {
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.GetAsync(Address, TestContext.Current.CancellationToken).OrHang();
        return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable each in Enumerable.Reverse(_all))
        {
            await each.DisposeAsync();
        }
    }

    private async Task StartProgramsAsync(Language api, Language www, Redis? redis)
    {
        (string, string)[] storage = redis is null ? [] : [("DOTCLOUD_DB_REDIS_URL", redis.Url)];
        (string, string)[] queue = redis is null ? [("DOTCLOUD_API_ZEROSERVICE_URL", Endpoint)] : storage;
        Api = await Sample.ServeAsync(api, "api", [("PORT_ZEROSERVICE", $"{_apiPort}"), .. storage]);
        _all.Add(Api);
        _all.Add(await Sample.ServeAsync(www, "www", [("PORT_WWW", $"{_wwwPort}"), .. queue]));
        Client = new ZeroRpcClient(Endpoint);
        _all.Add(Client);
    }
}
