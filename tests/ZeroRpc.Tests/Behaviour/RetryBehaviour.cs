using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Which failed calls are made again, and how often (docs/retries.md).</summary>
public abstract class RetryBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private static readonly CallOptions Idempotent = new() { IsIdempotent = true };

    private static readonly TimeSpan LongerThanAnyDelay = TimeSpan.FromHours(1);

    private readonly RecordingMiddleware _attempts = new();
    private readonly SemaphoreSlim _holding = new(0);
    private readonly Signal _release = new();
    private int _runs;

    [Fact]
    public async Task A_call_that_was_not_sent_is_made_again_when_a_server_is_there()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcClientOptions options = Retrying(2);
        options.ConnectTimeout = LongerThanAnyDelay;
        ZeroRpcClient client = NewClient(options, endpoint);

        Task<int> call = client.InvokeAsync<int>("run");
        Time.Advance(LongerThanAnyDelay);
        Serve(AddService, endpoint: endpoint);
        await PassUntilAttemptAsync(2); // And no longer: fake hours pass before a socket connects.

        Assert.Equal(1, await call.OrHang());
        Assert.Equal(2, Attempts);
    }

    [Fact]
    public async Task A_call_that_was_not_sent_before_its_timeout_says_so_and_is_made_again()
    {
        ZeroRpcClient client = NewClient(Retrying(2), FreeEndpoint());

        Task call = client.InvokeAsync("run", new CallOptions { Timeout = Interval });
        await PassUntilAsync(call, Interval);

        Assert.False((await Assert.ThrowsAsync<CallTimeoutException>(() => call)).WasSent);
        Assert.Equal(2, Attempts);
    }

    [Fact]
    public async Task An_idempotent_call_that_times_out_is_made_again()
    {
        ZeroRpcClient client = ConnectTo(Retrying(3));

        Task call = client.InvokeAsync("hold", Idempotent with { Timeout = LongerThanAnyDelay });
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await PassUntilAttemptAsync(attempt); // And no longer: fake hours pass before a socket connects.
            await _holding.WaitAsync(Aborted);
            Time.Advance(LongerThanAnyDelay);
        }

        Assert.True((await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang())).WasSent);
    }

    [Fact]
    public async Task Any_other_call_that_times_out_is_not()
    {
        ZeroRpcClient client = ConnectTo(Retrying(3));

        Task call = client.InvokeAsync("hold", new CallOptions { Timeout = Interval });
        await _holding.WaitAsync(Aborted);
        Time.Advance(Interval);

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        Assert.Equal(1, Attempts);
    }

    [Fact]
    public async Task An_idempotent_call_whose_server_goes_is_made_again_at_the_next_one()
    {
        var running = new Signal();
        string endpoint = FreeEndpoint();
        Serve(
            server => server.AddMethod("run", () =>
            {
                running.Set();
                return _release.Task;
            }),
            new ZeroRpcServerOptions { StopTimeout = TimeSpan.Zero, Linger = TimeSpan.Zero },
            endpoint);
        ZeroRpcServer first = Server;
        ZeroRpcClient client = NewClient(Retrying(2), endpoint);

        Task<int> call = client.InvokeAsync<int>("run", Idempotent);
        await running.WaitAsync();
        await first.DisposeAsync();
        Serve(AddService, endpoint: endpoint);
        await PassUntilAttemptAsync(2); // And no longer: fake hours pass before a socket connects.

        Assert.Equal(1, await call.OrHang());
        _release.Set();
    }

    [Fact]
    public async Task A_remote_error_is_not_retried()
    {
        ZeroRpcClient client = ConnectTo(Retrying(3));

        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("fail", Idempotent).OrHang());

        Assert.Equal(1, Attempts);
    }

    [Fact]
    public async Task A_remote_error_of_an_idempotent_call_is_retried_where_the_options_say_so()
    {
        ZeroRpcClientOptions options = Retrying(3);
        options.Retry!.ShouldRetry = error => error is RemoteException { Name: "Busy" };
        ZeroRpcClient client = ConnectTo(options);

        Task call = client.InvokeAsync("busy", Idempotent);
        await PassUntilAsync(call, Interval);

        await Assert.ThrowsAsync<RemoteException>(() => call);
        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("busy").OrHang());
        Assert.Equal(3 + 1, Attempts);
    }

    [Fact]
    public async Task A_stream_is_made_again_before_its_first_item_only()
    {
        ZeroRpcClientOptions options = Retrying(3);
        options.Retry!.ShouldRetry = _ => true;
        ZeroRpcClient client = ConnectTo(options);

        await Assert.ThrowsAsync<RemoteException>(async () => await client.StreamAsync<int>("break", Idempotent).ToArrayAsync(Aborted));
        Assert.Equal(1, Attempts);
        Task early = client.StreamAsync<int>("busy", Idempotent).CountAsync(Aborted).AsTask();
        await PassUntilAsync(early, Interval);

        Assert.Equal(1 + 3, Attempts);
    }

    [Fact]
    public async Task The_call_s_token_ends_the_waiting_between_attempts()
    {
        using var cancelling = new CancellationTokenSource();
        var failed = new Signal();
        ZeroRpcClientOptions options = Retrying(3);
        options.Retry!.ShouldRetry = _ =>
        {
            failed.Set();
            return true;
        };
        ZeroRpcClient client = ConnectTo(options);

        Task call = client.InvokeAsync("busy", Idempotent with { CancellationToken = cancelling.Token });
        await failed.WaitAsync();
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
        Assert.Equal(1, Attempts);
    }

    [Fact]
    public async Task When_the_budget_is_used_up_calls_fail_at_once()
    {
        ZeroRpcClientOptions options = Retrying(5);
        options.Retry!.ShouldRetry = _ => true;
        options.Retry.MaxBudget = 2;
        ZeroRpcClient client = ConnectTo(options);

        Task first = client.InvokeAsync("busy", Idempotent);
        await PassUntilAsync(first, Interval);
        await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("busy", Idempotent).OrHang());

        Assert.Equal(1 + 2 + 1, Attempts);
    }

    [Fact]
    public async Task Each_attempt_begins_with_what_the_call_said()
    {
        List<int> headers = [];
        ZeroRpcClientOptions options = Retrying(3);
        options.Retry!.ShouldRetry = _ => true;
        options.Hooks.Add(new RecordingMiddleware
        {
            OnClientBefore = request =>
            {
                headers.Add(request.Headers.Count);
                request.SetHeader($"attempt {headers.Count}", null);
            },
        });
        ZeroRpcClient client = ConnectTo(options);

        await PassUntilAsync(client.InvokeAsync("busy", Idempotent), Interval);

        Assert.Equal([0, 0, 0], headers);
    }

    [Fact]
    public async Task A_retry_is_logged()
    {
        using var log = new FakeLog();
        ZeroRpcClientOptions options = Retrying(2);
        options.LoggerFactory = log.Factory;
        options.Retry!.ShouldRetry = _ => true;
        ZeroRpcClient client = ConnectTo(options);

        await PassUntilAsync(client.InvokeAsync("busy", Idempotent), Interval);

        log.AssertSays("busy failed; attempt 2");
    }

    [Theory]
    [InlineData(1, 0, 1, 0.1, 1)]
    [InlineData(2, -1, 1, 0.1, 1)]
    [InlineData(2, 2, 1, 0.1, 1)]
    [InlineData(2, 0, 1, 0, 1)]
    [InlineData(2, 0, 1, double.NaN, 1)]
    [InlineData(2, 0, 1, 0.1, 0)]
    public void Options_out_of_their_range_are_refused(int attempts, int delay, int maxDelay, double perCall, int budget)
    {
        var retry = new ZeroRpcRetryOptions
        {
            MaxAttempts = attempts,
            Delay = TimeSpan.FromSeconds(delay),
            MaxDelay = TimeSpan.FromSeconds(maxDelay),
            BudgetPerCall = perCall,
            MaxBudget = budget,
        };

        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroRpcClient(new ZeroRpcClientOptions { Retry = retry }));
    }

    /// <summary>How many requests were made; hooks run for each.</summary>
    private int Attempts => _attempts.Log.Count(line => line.StartsWith("request", StringComparison.Ordinal));

    private async Task PassUntilAttemptAsync(int number)
    {
        while (Attempts < number)
        {
            Aborted.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    private ZeroRpcClientOptions Retrying(int attempts)
    {
        ZeroRpcClientOptions options = FakeClientTime(null);
        options.Retry = new ZeroRpcRetryOptions { MaxAttempts = attempts };
        options.Hooks.Add(_attempts);
        return options;
    }

    private ZeroRpcClient ConnectTo(ZeroRpcClientOptions options) => NewClient(options, Serve(AddService));

    private void AddService(ZeroRpcServer server) => server
        .AddMethod("run", () => ++_runs)
        .AddMethod("hold", (CancellationToken lost) =>
        {
            _holding.Release();
            return _release.HoldAsync(lost);
        })
        .AddMethod("fail", () => { throw new InvalidOperationException("too hot"); })
        .AddMethod("busy", () => { throw new RemoteException("Busy", "later"); })
        .AddMethod("break", Break);

    private static async IAsyncEnumerable<int> Break()
    {
        yield return 1;
        await Task.Yield();
        throw new RemoteException("Busy", "mid-stream");
    }
}

public sealed class RetriesInMemory() : RetryBehaviour(Carrier.Memory);

public sealed class RetriesOverTcp() : RetryBehaviour(Carrier.Tcp);

public sealed class RetriesOverNetMq() : RetryBehaviour(Carrier.NetMq);
