using ZeroRpc.Channels;
using ZeroRpc.Events.Values;
using ZeroRpc.Server;
using ZeroRpc.Server.Binding;
using ZeroRpc.Server.Execution;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Channels;
using ZeroRpc.Tests.Support;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Server.Execution;

/// <summary>Where calls run, and how many at once.</summary>
[Collection(nameof(Alone))]
public sealed class HandlerPoolTests : ChannelTestBase, IDisposable
{
    private readonly CountdownEvent _ran = new(10);

    [Fact]
    public void Calls_that_no_pool_thread_takes_get_threads_of_their_own_after_two_looks()
    {
        using var blocked = new BlockedThreadPool();

        StartCalls(() => { }, 10);

        Time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(10, _ran.CurrentCount);
        Time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(_ran.Wait(Hang.Guard, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_call_that_holds_its_thread_holds_no_other()
    {
        using var release = new ManualResetEventSlim();
        using var blocked = new BlockedThreadPool();

        StartCalls(() => release.Wait(), 10);

        Time.Advance(TimeSpan.FromMilliseconds(25));
        Time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(_ran.Wait(Hang.Guard, TestContext.Current.CancellationToken));
        release.Set();
    }

    [Fact]
    public void A_thread_that_came_once_takes_the_calls_that_follow_one_another_at_once()
    {
        using var blocked = new BlockedThreadPool();
        using var done = new SemaphoreSlim(0);
        Action call = CallsOf(() => done.Release());
        call();
        Time.Advance(TimeSpan.FromMilliseconds(25));
        Time.Advance(TimeSpan.FromMilliseconds(25));

        for (int i = 0; i < 9; i++)
        {
            Assert.True(done.Wait(Hang.Guard, TestContext.Current.CancellationToken));
            call();
        }

        Assert.True(_ran.Wait(Hang.Guard, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _ran.Dispose();

    private void StartCalls(Action work, int count)
    {
        Action call = CallsOf(work);
        for (int i = 0; i < count; i++)
        {
            call();
        }
    }

    /// <summary>Gives what makes a call of some work.</summary>
    private Action CallsOf(Action work)
    {
        var codec = new ValueCodec(new ValueOptions());
        MethodTableBuilder methods = new(null, codec);
        methods.AddMethod(
            "work",
            () =>
            {
                _ran.Signal();
                work();
            },
            null);
        var gate = new CallGate(new HandlerPool(DeadlineClock.For(Time)), maxRunning: null, maxQueued: 0);
        var calls = new ServerCallOptions(codec, gate, new ErrorReplies("test", sendTracebacks: true, codec, Logger), DeadlineClock: null, Logger);
        var dispatcher = new RequestDispatcher(methods.Build("test"), calls);
        _ = new ChannelMultiplexer(Transport, Options(passive: false, heartbeat: null, window: 100), dispatcher, Logger);
        int last = 0;
        return () => Transport.Deliver(Peer, WireEvent.Request(last++, "work"));
    }
}
