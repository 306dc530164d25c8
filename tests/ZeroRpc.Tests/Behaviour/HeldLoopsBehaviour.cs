namespace ZeroRpc.Tests.Behaviour;

/// <summary>
/// User code that was done at once so often that it runs on the thread which reads the socket, and then holds it, by the real clock: nobody
/// else waits for it.
/// </summary>
[Collection(nameof(Alone))]
public abstract class HeldLoopsBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private const int Often = 1000;
    private static readonly TimeSpan ShortInterval = TimeSpan.FromMilliseconds(250);

    private readonly Signal _held = new();
    private readonly ManualResetEventSlim _release = new();
    private string _endpoint = "";

    [Fact]
    public async Task A_handler_that_holds_its_thread_holds_up_no_other_call_and_is_not_lost()
    {
        ZeroRpcClient client = await ConnectOftenCalledAsync();

        Task<int> held = client.InvokeAsync<int>("work", 0);
        await _held.WaitAsync();
        await InvokeAsync(client, Often).OrHang();
        await NothingEndsWithin(ShortInterval * 4, held);
        _release.Set();

        Assert.Equal(0, await held.OrHang());
    }

    [Fact]
    public async Task A_caller_who_holds_the_thread_it_goes_on_with_holds_up_no_other_call_and_none_is_lost()
    {
        ZeroRpcClient client = await ConnectOftenCalledAsync();
        Task<int> waiting = client.InvokeAsync<int>("wait");

        Task holding = Task.Run(
            async () =>
            {
                await InvokeAsync(client, Often);
                _held.Set();
                _release.Wait(2 * Hang.Guard, Aborted);
            },
            Aborted);
        await _held.WaitAsync();
        await InvokeAsync(client, Often).OrHang();
        await NothingEndsWithin(ShortInterval * 4, waiting);
        _release.Set();

        await holding.OrHang();
        Assert.Equal(1, await waiting.OrHang());
    }

    [Fact]
    public async Task A_caller_may_block_on_its_next_call() => await AfterCallsAsync(client =>
        Assert.Equal(5, client.InvokeAsync<int>("work", 5).GetAwaiter().GetResult()));

    [Fact]
    public async Task A_caller_may_make_its_next_call_synchronously() => await AfterCallsAsync(client =>
        Assert.Equal(5, client.Invoke<int>("work", 5)));

    [Fact]
    public async Task A_caller_may_connect_another_client() => await AfterCallsAsync(_ =>
        Assert.Equal(5, NewClient(null, _endpoint).Invoke<int>("work", 5)));

    [Fact]
    public async Task A_caller_may_dispose_of_its_client_synchronously() => await AfterCallsAsync(client => client.Dispose());

    [Fact]
    public async Task Handlers_and_callers_that_hold_their_threads_now_and_then_lose_no_call()
    {
        ZeroRpcClient client = await ConnectOftenCalledAsync();
        _release.Set();

        Task[] callers = [.. Enumerable.Range(0, 20).Select(caller => Task.Run(
            async () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    int value = (i + caller) % 100;
                    Assert.Equal(value, await client.InvokeAsync<int>("work", value));
                    if (value == 50)
                    {
                        Thread.Sleep(10);
                    }
                }
            },
            Aborted))];

        await Task.WhenAll(callers).OrHang();
    }

    private static async Task InvokeAsync(ZeroRpcClient client, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await client.InvokeAsync<int>("work", 1).ConfigureAwait(false);
        }
    }

    private static async Task NothingEndsWithin(TimeSpan time, Task unwanted) =>
        await Assert.ThrowsAsync<TimeoutException>(() => unwanted.WaitAsync(time, Aborted));

    /// <summary>Goes on as a caller does whose code was done at once so often.</summary>
    private async Task AfterCallsAsync(Action<ZeroRpcClient> goOn)
    {
        ZeroRpcClient client = await ConnectOftenCalledAsync();
        await Task.Run(
            async () =>
            {
                await InvokeAsync(client, Often);
                goOn(client);
            },
            Aborted).OrHang();
    }

    private async Task<ZeroRpcClient> ConnectOftenCalledAsync()
    {
        _endpoint = Serve(
            server =>
            {
                server.AddMethod("work", Work);
                server.AddMethod("wait", WaitAsync);
            },
            new ZeroRpcServerOptions { Heartbeat = ShortInterval, Linger = TimeSpan.Zero });
        ZeroRpcClient client = NewClient(new ZeroRpcClientOptions { Heartbeat = ShortInterval }, _endpoint);
        await Task.Run(() => InvokeAsync(client, Often), Aborted).OrHang();
        return client;
    }

    /// <summary>Gives back what it gets; for none it holds its thread.</summary>
    private int Work(int value)
    {
        if (value == 0)
        {
            _held.Set();
            _release.Wait(2 * Hang.Guard, Aborted);
        }

        return value;
    }

    private async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        while (!_release.IsSet)
        {
            await Task.Delay(ShortInterval, cancellationToken);
        }

        return 1;
    }
}

public sealed class HeldLoopsInMemory() : HeldLoopsBehaviour(Carrier.Memory);

public sealed class HeldLoopsOverNetMq() : HeldLoopsBehaviour(Carrier.NetMq);

public sealed class HeldLoopsOverTcp() : HeldLoopsBehaviour(Carrier.Tcp);

public sealed class HeldLoopsOverIpc() : HeldLoopsBehaviour(Carrier.Ipc);
