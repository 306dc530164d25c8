using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>User code on a loop's thread: when it runs there, what it may do, and how it loses the loop.</summary>
public sealed class InlineExecutorTests
{
    private readonly List<string> _log = [];
    private readonly Signal _passedOn = new();
    private readonly FakeTimeProvider _time = new();
    private readonly InlineWatchdog _watch;

    public InlineExecutorTests() => _watch = new InlineWatchdog(_time);

    [Fact]
    public Task What_is_left_runs_on_the_thread_in_order_when_its_turn_comes() => OnLoopAsync(turn =>
    {
        Assert.True(InlineExecutor.TryAdd(new Work(this, "first")));
        Assert.True(InlineExecutor.TryAdd(new Work(this, "second")));
        Assert.Empty(_log);

        Assert.True(turn.Run());

        Assert.Equal(["first", "second"], _log);
    });

    [Fact]
    public Task What_is_not_known_to_be_short_is_not_taken() => OnLoopAsync(_ => Assert.False(InlineExecutor.TryAdd(new Work(this, "new", new InlineBudget()))));

    [Fact]
    public void No_other_thread_takes_any() => Assert.False(InlineExecutor.TryAdd(new Work(this, "work")));

    [Fact]
    public Task User_code_gives_the_loop_no_more_to_run_behind_itself() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "first", run: () => Assert.False(InlineExecutor.TryAdd(new Work(this, "second")))));

        turn.Run();

        Assert.Equal(["first"], _log);
    });

    [Fact]
    public Task What_is_sent_during_a_turn_leaves_together_at_its_end() => OnLoopAsync(turn =>
    {
        var sender = new Sender(_log);
        InlineExecutor.TryAdd(new Work(this, "first", run: () => Assert.True(InlineExecutor.TrySendLater(sender))));
        InlineExecutor.TryAdd(new Work(this, "second"));

        turn.Run();

        Assert.Equal(["first", "second", "sent"], _log);
    });

    [Fact]
    public Task A_turn_for_one_leaves_two_to_others() => OnLoopAsync(
        turn =>
        {
            InlineExecutor.TryAdd(new Work(this, "first"));
            turn.Run();
            InlineExecutor.TryAdd(new Work(this, "second"));
            InlineExecutor.TryAdd(new Work(this, "third"));
            turn.Run();

            Assert.Equal(["first", "second elsewhere", "third elsewhere"], _log);
        },
        most: 1);

    [Fact]
    public Task A_turn_that_gets_long_leaves_the_rest_to_others() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "first", run: () => _time.Advance(TimeSpan.FromMilliseconds(1))));
        InlineExecutor.TryAdd(new Work(this, "second"));

        turn.Run();

        Assert.Equal(["first", "second elsewhere"], _log);
    });

    [Fact]
    public Task What_user_code_leaves_on_the_thread_is_not_for_the_next() => OnLoopAsync(turn =>
    {
        var local = new AsyncLocal<string>();
        InlineExecutor.TryAdd(new Work(this, "first", run: () =>
        {
            local.Value = "left";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        }));
        InlineExecutor.TryAdd(new Work(this, "second", run: () => _log.Add($"{local.Value}{SynchronizationContext.Current}")));

        turn.Run();

        Assert.Equal(["first", "", "second"], _log);
    });

    [Fact]
    public Task User_code_that_holds_the_thread_loses_it_the_loop_and_what_waits_runs_elsewhere() => OnLoopAsync(turn =>
    {
        var sender = new Sender(_log);
        var pace = Believed();
        InlineExecutor.TryAdd(new Work(this, "holding", pace, () =>
        {
            InlineExecutor.TrySendLater(sender);
            _watch.Look();
            _watch.Look();
            Assert.True(_passedOn.IsSet);
            sender.Sent.Wait(Hang.Guard, TestContext.Current.CancellationToken);
        }));
        InlineExecutor.TryAdd(new Work(this, "second"));

        Assert.False(turn.Run());

        Assert.Equal(["second elsewhere", "sent", "holding"], _log);
        Assert.False(pace.IsShort);
        Assert.False(InlineExecutor.IsHere);
        Assert.False(InlineExecutor.TryAdd(new Work(this, "third")));
    });

    [Fact]
    public Task Two_looks_at_different_user_code_take_nothing() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "first", run: () => Assert.True(_watch.Look())));
        InlineExecutor.TryAdd(new Work(this, "second", run: () => Assert.True(_watch.Look())));

        Assert.True(turn.Run());

        Assert.False(_passedOn.IsSet);
    });

    [Fact]
    public Task User_code_that_is_about_to_wait_can_pass_the_loop_on_at_once() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "waiting", run: () =>
        {
            InlineExecutor.PassOn();
            Assert.True(_passedOn.IsSet);
            Assert.False(InlineExecutor.TrySendLater(new Sender(_log)));
        }));

        Assert.False(turn.Run());
    });

    [Fact]
    public Task What_waits_when_a_loop_ends_runs_elsewhere() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "first"));

        turn.End();

        Assert.Equal(["first elsewhere"], _log);
        Assert.False(InlineExecutor.TryAdd(new Work(this, "second")));
    });

    [Fact]
    public Task What_user_code_makes_of_the_thread_ends_with_the_turn() => OnLoopAsync(turn =>
    {
        InlineExecutor.TryAdd(new Work(this, "first", run: () =>
        {
            Thread.CurrentThread.IsBackground = false;
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        }));

        turn.Run();

        Assert.True(Thread.CurrentThread.IsBackground);
        Assert.Equal(ThreadPriority.Normal, Thread.CurrentThread.Priority);
    });

    [Fact]
    public Task What_the_loop_itself_does_is_not_user_code() => OnLoopAsync(turn =>
    {
        InlineExecutor.PassOn();
        Assert.False(InlineExecutor.IsHere);
        InlineExecutor.TryAdd(new Work(this, "work", run: () => Assert.True(InlineExecutor.IsHere)));

        Assert.True(turn.Run());

        Assert.False(InlineExecutor.IsHere);
        Assert.False(_passedOn.IsSet);
    });

    private static InlineBudget Believed()
    {
        var pace = new InlineBudget();
        while (!pace.IsShort)
        {
            pace.NoteShort();
        }

        return pace;
    }

    private Task OnLoopAsync(Action<InlineExecutor> test, int most = int.MaxValue) => Task.Factory.StartNew(
        () =>
        {
            InlineExecutor turn = InlineExecutor.Begin(_passedOn.Set, most, _watch);
            test(turn);
            turn.End();
        },
        TestContext.Current.CancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).OrHang();

    private sealed class Work(InlineExecutorTests test, string name, InlineBudget? pace = null, Action? run = null) : IInlineWork
    {
        public InlineBudget? InlineBudget { get; } = pace ?? Believed();

        public void Run()
        {
            run?.Invoke();
            test._log.Add(name);
        }

        public void RunElsewhere() => test._log.Add($"{name} elsewhere");
    }

    private sealed class Sender(List<string> log) : IThreadPoolWorkItem
    {
        public ManualResetEventSlim Sent { get; } = new();

        public void Execute()
        {
            log.Add("sent");
            Sent.Set();
        }
    }
}
