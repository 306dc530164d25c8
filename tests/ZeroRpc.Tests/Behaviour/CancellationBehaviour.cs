using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Calls that their caller cancels.</summary>
public abstract class CancellationBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly CancellationTokenSource _source = new();

    private CallOptions Cancellable => new() { CancellationToken = _source.Token };

    [Fact]
    public async Task A_call_cancelled_beforehand_is_not_sent()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("touch", () => calls++);
        await _source.CancelAsync();

        for (int i = 0; i < 100; i++)
        {
            var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.InvokeAsync("touch", Cancellable));
            Assert.Equal(_source.Token, error.CancellationToken);
        }

        await client.PingAsync(Aborted);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_call_cancelled_while_it_runs_ends_with_the_caller_s_token()
    {
        var started = new Signal();
        ZeroRpcClient client = ConnectTo("hang", (CancellationToken lost) => Hanging(started, lost));

        Task call = client.InvokeAsync("hang", Cancellable);
        await started.WaitAsync();
        await _source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
        Assert.Equal(_source.Token, error.CancellationToken);
        Assert.True(call.IsCanceled);
    }

    [Fact]
    public async Task A_blocking_call_can_be_cancelled()
    {
        var started = new Signal();
        ZeroRpcClient client = ConnectTo("hang", (CancellationToken lost) => Hanging(started, lost));

        Task call = Task.Run(() => client.Invoke("hang", Cancellable), Aborted);
        await started.WaitAsync();
        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Fact]
    public async Task A_cancelled_call_ends_the_handler_at_once()
    {
        var started = new Signal();
        var ended = new Signal();
        ZeroRpcClient client = ConnectToHanging(started, ended);
        await client.PingAsync(Aborted); // By which the server has shown that it takes cancellations.

        Task call = client.InvokeAsync("hang", Cancellable);
        await started.WaitAsync();
        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.WaitAsync();
    }

    [Fact]
    public async Task The_very_first_call_reaches_its_handler_by_the_server_s_first_heartbeat()
    {
        var started = new Signal();
        var ended = new Signal();
        ZeroRpcClient client = ConnectToHanging(started, ended);

        Task call = client.InvokeAsync("hang", Cancellable);
        await started.WaitAsync();
        await PassAsync(1, client);
        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.WaitAsync();
    }

    [Fact]
    public async Task A_call_that_timed_out_ends_the_handler_at_once()
    {
        var started = new Signal();
        var ended = new Signal();
        ZeroRpcClient client = ConnectToHanging(started, ended);
        await client.PingAsync(Aborted);

        Task call = client.InvokeAsync("hang", new CallOptions { Timeout = Interval / 2 });
        await started.WaitAsync();
        Time.Advance(Interval / 2);

        await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        await ended.WaitAsync();
    }

    [Fact]
    public async Task The_calls_of_a_disposed_client_end_their_handlers_at_once()
    {
        var started = new Signal();
        var ended = new Signal();
        ZeroRpcClient client = ConnectToHanging(started, ended);
        await client.PingAsync(Aborted);
        Task call = client.InvokeAsync("hang");
        await started.WaitAsync();

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await ended.WaitAsync();
    }

    [Fact]
    public async Task A_stream_that_waits_for_an_item_can_be_cancelled_by_the_enumeration_s_token()
    {
        var never = new Signal();
        ZeroRpcClient client = ConnectTo("stall", (CancellationToken lost) => OneThenStall(never, lost));
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("stall").GetAsyncEnumerator(_source.Token);
        await stream.MoveNextAsync();

        Task<bool> second = stream.MoveNextAsync().AsTask();
        await _source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.OrHang());
        Assert.Equal(_source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_stream_that_never_waits_can_be_cancelled_between_items()
    {
        ZeroRpcClient client = ConnectTo("endless", (CancellationToken lost) => Streams.Endless(lost));
        int after = 0;

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("endless", Cancellable))
            {
                after += _source.IsCancellationRequested ? 1 : 0;
                if (item == 10)
                {
                    await _source.CancelAsync();
                }
            }
        });

        Assert.Equal(_source.Token, error.CancellationToken);
        Assert.Equal(0, after);
    }

    [Fact]
    public async Task A_stream_cancelled_while_its_reader_is_busy_ends_the_handler_at_once()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ZeroRpcClient client = ConnectTo("endless", (CancellationToken lost) =>
        {
            lost.Register(() => ended.TrySetResult());
            return Streams.Endless(lost);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("endless", Cancellable))
            {
                if (item == 10)
                {
                    await _source.CancelAsync();
                    await ended.Task.OrHang(); // The reader asks for no further item meanwhile.
                }
            }
        });
    }

    [Fact]
    public async Task A_blocking_stream_cancelled_while_its_reader_is_busy_ends_the_handler_at_once()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ZeroRpcClient client = ConnectTo("endless", (CancellationToken lost) =>
        {
            lost.Register(() => ended.TrySetResult());
            return Streams.Endless(lost);
        });

        await Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int item in client.Stream<int>("endless", Cancellable))
            {
                if (item == 10)
                {
                    _source.Cancel();
                    Assert.True(ended.Task.Wait(Hang.Guard, TestContext.Current.CancellationToken));
                }
            }
        }));
    }

    [Fact]
    public async Task A_stream_cancelled_beforehand_is_not_sent()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("count", (int n) =>
        {
            calls++;
            return AsyncEnumerable.Range(0, n);
        });
        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.StreamAsync<int>("count", 1).ToListAsync(_source.Token));
        await client.PingAsync(Aborted);

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_ping_can_be_cancelled()
    {
        ZeroRpcClient client = NewClient(null, FreeEndpoint());

        Task<string> ping = client.PingAsync(_source.Token);
        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.OrHang());
    }

    /// <summary>Time stands still unless a test moves it, so that no heartbeat can lapse.</summary>
    private ZeroRpcClient ConnectToHanging(Signal started, Signal ended) => Connect(
        server => server.AddMethod("hang", (CancellationToken lost) =>
        {
            lost.Register(ended.Set);
            return Hanging(started, lost);
        }),
        FakeServerTime(Interval),
        FakeClientTime(Interval));

    private static async Task Hanging(Signal started, CancellationToken lost)
    {
        started.Set();
        await Task.Delay(Timeout.Infinite, lost);
    }

    private static async IAsyncEnumerable<int> OneThenStall(Signal never, [EnumeratorCancellation] CancellationToken lost)
    {
        yield return 1;
        await never.HoldAsync(lost);
    }
}

public sealed class CancellationInMemory() : CancellationBehaviour(Carrier.Memory);

public sealed class CancellationOverNetMq() : CancellationBehaviour(Carrier.NetMq);

public sealed class CancellationOverTcp() : CancellationBehaviour(Carrier.Tcp);

public sealed class CancellationOverIpc() : CancellationBehaviour(Carrier.Ipc);
