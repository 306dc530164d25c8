using ZeroRpc.Channels;

namespace ZeroRpc.Tests.Channels;

public class SendWindowTests
{
    [Fact]
    public void A_new_channel_may_send_one_event()
    {
        SendWindow window = SendWindow.Initial;

        Assert.Equal(1, TakeAll(ref window));
    }

    [Fact]
    public void Python_s_grants_add_up()
    {
        SendWindow window = SendWindow.Initial;
        window.TryTake();
        window.Grant(100);
        for (int i = 0; i < 51; i++)
        {
            window.TryTake();
        }

        window.Grant(51);

        Assert.Equal(100, TakeAll(ref window));
    }

    [Fact]
    public void Node_s_repeated_grants_of_its_absolute_room_never_pass_the_largest_of_them()
    {
        SendWindow window = SendWindow.Initial;
        window.TryTake();
        for (int i = 0; i < 20; i++)
        {
            window.Grant(80 + i);
        }

        Assert.Equal(99, TakeAll(ref window));
    }

    [Fact]
    public void A_grant_of_all_that_fits_a_long_does_not_overflow()
    {
        SendWindow window = SendWindow.Initial;

        window.Grant(long.MaxValue);
        window.Grant(long.MaxValue);

        Assert.True(window.TryTake());
    }

    [Fact]
    public void Grants_beyond_all_bounds_never_wrap_round()
    {
        SendWindow window = SendWindow.Initial;

        foreach (long count in new[] { long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue / 2, 3 })
        {
            window.Grant(count);
        }

        Assert.True(window.TryTake());
    }

    [Fact]
    public void A_slot_put_back_can_be_taken_again()
    {
        SendWindow window = SendWindow.Initial;
        window.TryTake();

        window.PutBack();

        Assert.True(window.TryTake());
    }

    private static int TakeAll(ref SendWindow window)
    {
        int count = 0;
        while (window.TryTake())
        {
            count++;
        }

        return count;
    }
}
