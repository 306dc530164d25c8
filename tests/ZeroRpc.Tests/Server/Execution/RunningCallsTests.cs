using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Server.Execution;

/// <summary>Which calls run, whatever the order in which they end.</summary>
public sealed class RunningCallsTests
{
    [Fact]
    public void Whatever_the_order_in_which_calls_end_the_others_stay()
    {
        var running = new RunningCalls();
        var random = new Random(1);
        List<IHandlerRun> expected = [];
        for (int i = 0; i < 1000; i++)
        {
            if (expected.Count > 0 && random.Next(2) == 0)
            {
                IHandlerRun ended = expected[random.Next(expected.Count)];
                expected.Remove(ended);
                running.Remove(ended);
            }
            else
            {
                var begun = new Run();
                expected.Add(begun);
                running.Add(begun);
            }

            Assert.Equal(expected.Count, running.Count);
        }

        Assert.True(expected.ToHashSet().SetEquals(running.ToArray()));
    }

    private sealed class Run : IHandlerRun
    {
        public int RunningAt { get; set; }

        public HandlerPool? Pool { get; set; }

        public InlineBudget? InlineBudget => null;

        public bool IsOver => false;

        public void Cancel()
        {
        }

        public void Refuse(string name, string message)
        {
        }

        void IInlineWork.Run()
        {
        }
    }
}
