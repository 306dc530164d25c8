namespace ZeroRpc.Tests.Behaviour;

/// <summary>User code that blocks threads, by the real clock: it stops no heartbeat, and no call that needs no pool thread.</summary>
[Collection(nameof(Alone))]
public abstract class BlockedThreadsBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private static readonly TimeSpan ShortInterval = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Two_hundred_blocking_calls_all_run_at_once_and_none_is_lost()
    {
        using var started = new CountdownEvent(200);
        using var release = new ManualResetEventSlim();
        TimeSpan interval = TimeSpan.FromSeconds(2);
        ZeroRpcClient client = Connect(
            server => server.AddMethod("block", () =>
            {
                started.Signal();
                release.Wait();
            }),
            new ZeroRpcServerOptions { Heartbeat = interval },
            new ZeroRpcClientOptions { Heartbeat = interval });
        await client.PingAsync(Aborted);

        Task[] calls = [.. Enumerable.Range(0, 200).Select(_ => client.InvokeAsync("block"))];
        await OnThreadOfItsOwn(() => Assert.True(started.Wait(Hang.Guard, Aborted)));
        await NothingEndsWithin(interval * 3, Task.WhenAny(calls));
        release.Set();

        await Task.WhenAll(calls).OrHang();
    }

    [Fact]
    public async Task Nothing_is_lost_while_user_code_holds_every_pool_thread()
    {
        var lost = new Signal();
        var started = new Signal();
        var release = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("hold", async (CancellationToken token) =>
            {
                token.Register(lost.Set);
                started.Set();
                await release.HoldAsync(token);
            }),
            new ZeroRpcServerOptions { Heartbeat = ShortInterval },
            new ZeroRpcClientOptions { Heartbeat = ShortInterval });
        Task call = client.InvokeAsync("hold");
        await started.WaitAsync();

        // Four intervals, on a thread that is not the pool's.
        await OnThreadOfItsOwn(() =>
        {
            using var pool = new BlockedThreadPool();
            Assert.False(call.Wait(ShortInterval * 4));
        });
        release.Set();

        await call.OrHang();
        Assert.False(lost.IsSet);
    }

    private static async Task NothingEndsWithin(TimeSpan time, Task unwanted) =>
        await Assert.ThrowsAsync<TimeoutException>(() => unwanted.WaitAsync(time, Aborted));

    private static Task OnThreadOfItsOwn(Action work) =>
        Task.Factory.StartNew(work, Aborted, TaskCreationOptions.LongRunning, TaskScheduler.Default).OrHang();
}

public sealed class BlockedThreadsInMemory() : BlockedThreadsBehaviour(Carrier.Memory);

public sealed class BlockedThreadsOverNetMq() : BlockedThreadsBehaviour(Carrier.NetMq);

public sealed class BlockedThreadsOverTcp() : BlockedThreadsBehaviour(Carrier.Tcp);

public sealed class BlockedThreadsOverIpc() : BlockedThreadsBehaviour(Carrier.Ipc);
