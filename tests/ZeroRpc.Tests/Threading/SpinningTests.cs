using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>When a loop looks again and again before it sleeps.</summary>
public sealed class SpinningTests
{
    private readonly Spinning _spinning = new();

    [Fact]
    public void After_some_failures_in_a_row_it_is_tried_only_now_and_then()
    {
        Fail(4);

        Assert.Equal([63, 63, 63], Enumerable.Range(0, 3).Select(_ => SleepsBeforeOneThatFails()));
    }

    [Fact]
    public void One_success_makes_good_for_the_failures_before()
    {
        Fail(3);
        _spinning.Succeed();
        Fail(3);

        Assert.True(_spinning.IsWorthwhile);
    }

    private int SleepsBeforeOneThatFails()
    {
        int sleeps = 0;
        while (!_spinning.IsWorthwhile)
        {
            sleeps++;
        }

        Fail(1);
        return sleeps;
    }

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _spinning.Fail();
        }
    }
}
