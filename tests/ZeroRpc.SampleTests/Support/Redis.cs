namespace ZeroRpc.SampleTests.Support;

/// <summary>A Redis of the test's own, which forgets everything when it ends.</summary>
internal sealed class Redis : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private RunningProgram? _program;

    private Redis()
    {
    }

    public string Url => $"redis://127.0.0.1:{_port}";

    /// <summary>Starts one, or skips the test where Redis is missing.</summary>
    public static async Task<Redis> StartAsync()
    {
        var redis = new Redis();
        await redis.ComeBackAsync();
        return redis;
    }

    /// <summary>Ends it, and with it the queue.</summary>
    public async Task GoAwayAsync()
    {
        await _program!.DisposeAsync();
        _program = null;
    }

    /// <summary>Starts it again at the same place.</summary>
    public async Task ComeBackAsync()
    {
        string server = RequiredProgram.Find("redis-server", "redis-server");
        string[] command = [server, "--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        _program = await RunningProgram.Start(command).UntilSaidAsync("Ready to accept connections");
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }
    }
}
