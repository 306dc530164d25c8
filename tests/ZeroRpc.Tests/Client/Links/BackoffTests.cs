using ZeroRpc.Client.Links;

namespace ZeroRpc.Tests.Client.Links;

/// <summary>How long what failed is left alone.</summary>
public class BackoffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1.6)]
    [InlineData(3, 2.56)]
    [InlineData(8, 26.8435456)]
    [InlineData(9, 30)]
    [InlineData(1_000_000, 30)]
    public void It_grows_to_half_a_minute_give_or_take_a_fifth(int failures, double seconds) =>
        Assert.All(
            Enumerable.Range(0, 1000).Select(_ => Backoff.After(failures).TotalSeconds),
            each => Assert.InRange(each, 0.8 * seconds, 1.2 * seconds));

    [Fact]
    public void Those_who_failed_together_do_not_come_back_together() =>
        Assert.True(Enumerable.Range(0, 100).Select(_ => Backoff.After(1)).Distinct().Count() > 1);
}
