using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

public class DeadlineClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _due = [];

    [Fact]
    public void Deadlines_come_in_the_order_of_their_times()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        foreach (int seconds in new[] { 5, 1, 4, 2, 3 })
        {
            clock.Schedule(new Named($"{seconds}", _due), TimeSpan.FromSeconds(seconds));
        }

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["1", "2", "3", "4", "5"], _due);
    }

    [Fact]
    public void A_deadline_that_throws_does_not_stop_the_others()
    {
        var time = new FakeTimeProvider();
        DeadlineClock clock = DeadlineClock.For(time);
        List<string> due = [];
        clock.Schedule(new Calling(() => throw new InvalidOperationException()), TimeSpan.FromSeconds(1));
        clock.Schedule(new Named("next", due), TimeSpan.FromSeconds(1));
        clock.Schedule(new Named("later", due), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["next", "later"], due);
    }

    [Fact]
    public void A_cancelled_deadline_does_not_come()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var cancelled = new Named("cancelled", _due);
        clock.Schedule(cancelled, TimeSpan.FromSeconds(1));
        clock.Schedule(new Named("kept", _due), TimeSpan.FromSeconds(2));

        clock.Cancel(cancelled);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["kept"], _due);
    }

    [Fact]
    public void Thousands_of_deadlines_cancelled_in_any_order_leave_the_others_in_theirs()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var random = new Random(1);
        Named[] all = [.. Enumerable.Range(0, 5000).Select(i => new Named($"{random.Next(100_000):D6}", _due))];
        foreach (Named deadline in all)
        {
            clock.Schedule(deadline, TimeSpan.FromMilliseconds(int.Parse(deadline.Name, System.Globalization.CultureInfo.InvariantCulture)));
        }

        random.Shuffle(all);
        foreach (Named deadline in all.Take(2500))
        {
            clock.Cancel(deadline);
        }

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(all.Skip(2500).Select(deadline => deadline.Name).Order(), _due);
    }

    [Fact]
    public void A_clock_with_nothing_scheduled_does_not_wake()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var deadline = new Named("once", _due);
        clock.Schedule(deadline, TimeSpan.FromSeconds(1));
        clock.Cancel(deadline);
        _time.Advance(TimeSpan.FromSeconds(2));
        long before = clock.Wakeups;

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(before, clock.Wakeups);
    }

    [Fact]
    public void A_deadline_that_is_put_off_does_not_come()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var deadline = new Named("put off", _due);
        clock.Schedule(deadline, TimeSpan.FromSeconds(1));

        DeadlineClock.Suspend(deadline);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(_due);
        Assert.False(deadline.WasDue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void One_that_is_put_off_and_scheduled_again_comes_at_its_new_time(int seconds)
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var deadline = new Named("again", _due);
        clock.Schedule(deadline, TimeSpan.FromSeconds(5));
        DeadlineClock.Suspend(deadline);

        clock.Schedule(deadline, TimeSpan.FromSeconds(seconds));

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_due);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["again"], _due);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_due);
    }

    [Fact]
    public void One_that_was_put_off_can_be_cancelled_for_good()
    {
        DeadlineClock clock = DeadlineClock.For(_time);
        var deadline = new Named("cancelled", _due);
        clock.Schedule(deadline, TimeSpan.FromSeconds(1));
        DeadlineClock.Suspend(deadline);

        clock.Cancel(deadline);

        Assert.Equal(-1, deadline.HeapIndex);
    }

    [Fact]
    public async Task Whatever_is_put_off_and_scheduled_while_the_clock_runs_comes_when_it_is_scheduled_last()
    {
        DeadlineClock clock = DeadlineClock.For(TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 200; i++)
            {
                var came = new ManualResetEventSlim();
                var deadline = new Calling(came.Set);
                for (int turn = random.Next(200); turn > 0; turn--)
                {
                    clock.Schedule(deadline, TimeSpan.FromMilliseconds(random.Next(1, 4)));
                    DeadlineClock.Suspend(deadline);
                }

                came.Reset();
                clock.Schedule(deadline, TimeSpan.FromMilliseconds(random.Next(1, 4)));
                Assert.True(came.Wait(TimeSpan.FromSeconds(30)), "It never came.");
                clock.Cancel(deadline);
            }
        })));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_longest_time_there_is_is_not_over_at_once(bool ofTheSystem)
    {
        DeadlineClock clock = DeadlineClock.For(ofTheSystem ? TimeProvider.System : _time);
        var ages = new Named("ages", _due);

        clock.Schedule(ages, TimeSpan.MaxValue);

        Assert.InRange(clock.Until(ages), TimeSpan.FromDays(365 * 100), TimeSpan.MaxValue);
        clock.Cancel(ages); // The system's clock is that of all tests.
    }

    [Fact]
    public async Task The_system_s_clock_runs_on_a_thread_of_its_own()
    {
        var ran = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        DeadlineClock.For(TimeProvider.System).Schedule(
            new Calling(() => ran.SetResult(Thread.CurrentThread.IsThreadPoolThread)), TimeSpan.FromMilliseconds(1));

        Assert.False(await ran.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private sealed class Named(string name, List<string> due) : Deadline
    {
        public string Name => name;

        protected internal override void OnDue(TimeSpan lateness) => due.Add(name);
    }

    private sealed class Calling(Action action) : Deadline
    {
        protected internal override void OnDue(TimeSpan lateness) => action();
    }
}
