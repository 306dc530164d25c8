using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>The watchdog looks at a thread at the very moment at which that goes on to the next user code.</summary>
[Collection(nameof(Alone))]
public sealed class InlineRaceTests
{
    [Fact]
    public void A_look_that_comes_too_late_for_one_takes_the_loop_from_no_other() => Race.Run(LongRun.Of(10_000, 1_000_000), () =>
    {
        var watch = new InlineWatchdog(new FakeTimeProvider());
        var round = new Round();
        return (
            () => round.RunOn(InlineExecutor.Begin(() => round.IsLost = true, watch: watch)),
            () =>
            {
                SpinWait.SpinUntil(() => round.HasBegun);
                watch.Look();
                round.IsLookedAt = true;
                watch.Look();
            },
            () => Assert.False(round.IsLost && round.RanSecond, "The second lost the loop for the first one's time."));
    });

    /// <summary>Two pieces of user code on one loop: the first waits for a look, the second is done at once.</summary>
    private sealed class Round
    {
        public volatile bool HasBegun;
        public volatile bool IsLookedAt;
        public volatile bool IsLost;
        public volatile bool RanSecond;

        public void RunOn(InlineExecutor executor)
        {
            InlineExecutor.TryAdd(new Work(() =>
            {
                HasBegun = true;
                while (!IsLookedAt)
                {
                }
            }));
            InlineExecutor.TryAdd(new Work(() => RanSecond = true));
            executor.Run();
            executor.End();
        }
    }

    private sealed class Work : IInlineWork
    {
        private readonly Action _run;

        public Work(Action run)
        {
            _run = run;
            while (!InlineBudget!.IsShort)
            {
                InlineBudget.NoteShort();
            }
        }

        public InlineBudget? InlineBudget { get; } = new();

        public void Run() => _run();

        public void RunElsewhere()
        {
        }
    }
}
