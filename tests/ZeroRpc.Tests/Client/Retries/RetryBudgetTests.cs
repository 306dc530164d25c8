using ZeroRpc.Client.Retries;

namespace ZeroRpc.Tests.Client.Retries;

/// <summary>How many retries there may be.</summary>
public class RetryBudgetTests
{
    [Fact]
    public void It_begins_with_all_that_may_be_saved_up()
    {
        var budget = new RetryBudget(perCall: 0.5, max: 2);

        Assert.Equal([true, true, false], Take(budget, 3));
    }

    [Fact]
    public void Calls_save_up_a_retry_bit_by_bit()
    {
        var budget = new RetryBudget(perCall: 0.5, max: 1);
        budget.TryUse();

        budget.AddCall();
        Assert.False(budget.TryUse());
        budget.AddCall();

        Assert.True(budget.TryUse());
    }

    [Fact]
    public void No_more_is_saved_up_than_may_be()
    {
        var budget = new RetryBudget(perCall: 1, max: 1);

        budget.AddCall();
        budget.AddCall();

        Assert.Equal([true, false], Take(budget, 2));
    }

    private static bool[] Take(RetryBudget budget, int times) => [.. Enumerable.Range(0, times).Select(_ => budget.TryUse())];
}
