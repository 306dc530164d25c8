using ZeroRpc.Channels;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Rpc;
using ZeroRpc.Rpc.Binding;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Channels;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Rpc;

/// <summary>Where calls run, and how many at once.</summary>
[Collection(nameof(Alone))]
public sealed class HandlerPoolTests : ChannelTestBase, IDisposable
{
    private readonly CountdownEvent _ran = new(10);

    [Fact]
    public void Calls_that_no_pool_thread_takes_get_threads_of_their_own_after_two_looks()
    {
        var pool = new HandlerPool(DeadlineClock.For(Time));
        using var blocked = new BlockedThreadPool();

        foreach (ServerCall call in NewCalls(() => { }, 10))
        {
            pool.Queue(call);
        }

        Time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(10, _ran.CurrentCount);
        Time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(_ran.Wait(Hang.Guard, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_call_that_holds_its_thread_holds_no_other()
    {
        var pool = new HandlerPool(DeadlineClock.For(Time));
        using var release = new ManualResetEventSlim();
        using var blocked = new BlockedThreadPool();

        foreach (ServerCall call in NewCalls(() => release.Wait(), 10))
        {
            pool.Queue(call);
        }

        Time.Advance(TimeSpan.FromMilliseconds(25));
        Time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(_ran.Wait(Hang.Guard, TestContext.Current.CancellationToken));
        release.Set();
    }

    public void Dispose() => _ran.Dispose();

    private List<ServerCall> NewCalls(Action work, int count)
    {
        var codec = new ValueCodec(new ValueOptions());
        MethodTableBuilder builder = new(null, codec);
        builder.AddMethod(
            "work",
            () =>
            {
                _ran.Signal();
                work();
            },
            null);
        MethodTable methods = builder.Build("test");
        var gate = new CallGate(new HandlerPool(DeadlineClock.For(Time)), null, 0);
        var dispatcher = new RequestDispatcher(methods, codec, gate, new ErrorWriter(true), null, Logger);
        Assert.True(methods.TryFind("work"u8, out ServiceMethod? method));
        var acceptor = new CallMaker(dispatcher, method);
        _ = new ChannelMultiplexer(Transport, Options(passive: false, heartbeat: null, window: 100), acceptor, Logger);
        for (int i = 0; i < count; i++)
        {
            Transport.Deliver(Peer, WireEvent.Request(i, "work"));
        }

        return acceptor.Calls;
    }

    private sealed class CallMaker(RequestDispatcher dispatcher, ServiceMethod method) : IChannelAcceptor
    {
        public List<ServerCall> Calls { get; } = [];

        public void OnRequest(Channel channel, in IncomingEvent request)
        {
            var call = new ServerCall(dispatcher);
            call.Open(channel, method, request);
            channel.Attach(call);
            Calls.Add(call);
        }

        public void OnTooManyChannels(Channel channel, in IncomingEvent request) => Assert.Fail("There are few.");
    }
}
