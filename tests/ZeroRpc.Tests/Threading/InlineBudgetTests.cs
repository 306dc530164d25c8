using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>Which user code is believed to be done at once.</summary>
public sealed class InlineBudgetTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(1);

    private readonly InlineBudget _pace = new();

    [Fact]
    public void Nothing_is_believed_to_be_short_before_it_was_so_a_few_times() => Assert.Equal(32, ShortOnesUntilBelieved());

    [Fact]
    public void One_that_is_long_now_and_then_is_forgiven()
    {
        Note(Short, 1000);

        for (int i = 0; i < 100; i++)
        {
            _pace.Note(Long);
            Assert.True(_pace.IsShort);
            Note(Short, 64);
        }
    }

    [Fact]
    public void Some_that_are_long_in_a_row_are_not()
    {
        Note(Short, 1000);

        Note(Long, 5);

        Assert.False(_pace.IsShort);
    }

    [Fact]
    public void One_that_holds_its_thread_is_not_forgiven()
    {
        Note(Short, 1000);

        _pace.NoteHeld();

        Assert.False(_pace.IsShort);
    }

    [Fact]
    public void One_in_ten_that_is_long_delays_belief_and_does_not_prevent_it()
    {
        for (int i = 0; i < 6; i++)
        {
            _pace.Note(Long);
            Note(Short, 9);
        }

        Assert.True(_pace.IsShort);
    }

    [Fact]
    public void Every_other_that_is_long_prevents_it()
    {
        for (int i = 0; i < 1000; i++)
        {
            _pace.Note(Long);
            _pace.Note(Short);
        }

        Assert.False(_pace.IsShort);
    }

    [Fact]
    public void What_held_its_thread_again_and_again_has_to_be_short_for_longer_each_time_up_to_a_limit()
    {
        ShortOnesUntilBelieved();
        List<int> needed = [];
        for (int i = 0; i < 7; i++)
        {
            _pace.NoteHeld();
            needed.Add(ShortOnesUntilBelieved());
        }

        Assert.Equal([128, 512, 2048, 8192, 32_768, 65_536, 65_536], needed);
    }

    [Fact]
    public void What_held_its_thread_once_is_like_the_others_after_enough_that_were_short()
    {
        Note(Short, 1000);
        _pace.NoteHeld();
        Note(Short, 66_000);

        _pace.NoteHeld();

        Assert.Equal(128, ShortOnesUntilBelieved());
    }

    private void Note(TimeSpan time, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _pace.Note(time);
        }
    }

    private int ShortOnesUntilBelieved()
    {
        int count = 0;
        for (; !_pace.IsShort; count++)
        {
            _pace.Note(Short);
        }

        return count;
    }
}
