using System.Diagnostics;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Behaviour.OneWay;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>Listeners that throw whenever they are called: nothing ends by them, and nothing is held up.</summary>
[Collection(nameof(Alone))]
public sealed class FaultyListenerTests() : OneWayTest(Carrier.Memory)
{
    [Fact]
    public async Task Calls_are_answered_and_leave_their_place_to_others_though_whoever_measures_throws()
    {
        using var _ = new FaultyMeterListener();
        await InvokeOneAfterAnotherAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_are_answered_and_leave_their_place_to_others_though_whoever_traces_throws(bool atStart)
    {
        Activity? before = Activity.Current;
        using ActivityListener _ = FaultyActivityListener(atStart);

        await InvokeOneAfterAnotherAsync();

        Assert.Same(before, Activity.Current);
    }

    [Fact]
    public async Task A_stream_is_read_to_its_end_though_whoever_measures_and_traces_throws()
    {
        using var measures = new FaultyMeterListener();
        using ActivityListener traces = FaultyActivityListener(atStart: false);
        string endpoint = Serve(server => server.AddMethod("count", () => AsyncEnumerable.Range(0, 3)));

        Assert.Equal([0, 1, 2], await NewClient(null, endpoint).StreamAsync<int>("count").ToListAsync(Aborted).AsTask().OrHang());
    }

    [Fact]
    public async Task Events_are_handled_though_whoever_traces_throws()
    {
        using ActivityListener _ = FaultyActivityListener(atStart: false);
        ZeroRpcPusher pusher = PusherTo(NewPuller(new ZeroRpcPullerOptions { MaxConcurrentEvents = 1, Linger = TimeSpan.Zero }));

        await pusher.PushAsync("note", "first").OrHang();
        await pusher.PushAsync("note", "second").OrHang();

        Assert.Equal(["first", "second"], [Next(), Next()]);
    }

    [Fact]
    public async Task What_a_listener_throws_is_told_as_of_a_task_that_nobody_awaits()
    {
        using var _ = new FaultyMeterListener();
        var told = new Signal();
        EventHandler<UnobservedTaskExceptionEventArgs> tell = (_, thrown) =>
        {
            if (thrown.Exception.InnerException is { Message: "A listener's fault." })
            {
                told.Set();
            }
        };
        TaskScheduler.UnobservedTaskException += tell;
        try
        {
            await InvokeOneAfterAnotherAsync();
            GC.Collect();
            await told.WaitAsync();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= tell;
        }
    }

    private async Task InvokeOneAfterAnotherAsync()
    {
        string endpoint = Serve(server => server.AddMethod("add", (int a, int b) => a + b), new ZeroRpcServerOptions { MaxConcurrentCalls = 1 });
        ZeroRpcClient client = NewClient(null, endpoint);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2).OrHang());
        }
    }

    private static ActivityListener FaultyActivityListener(bool atStart)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source == Spans.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        if (atStart)
        {
            listener.ActivityStarted = _ => throw new InvalidOperationException("A listener's fault.");
        }
        else
        {
            listener.ActivityStopped = _ => throw new InvalidOperationException("A listener's fault.");
        }

        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
