using ZeroRpc.Channels;

namespace ZeroRpc.Tests.Channels;

public class ReceiveWindowTests
{
    [Theory]
    [InlineData(100, new[] { 0, 100 })] // As recorded: nothing before the first item is read, 100 before the second.
    [InlineData(10, new[] { 0, 10 })]
    public void The_first_grant_is_the_whole_window_and_comes_before_the_second_read(int size, int[] expected)
    {
        var window = new ReceiveWindow(size);

        Assert.Equal(expected, Read(ref window, 2));
    }

    [Theory]
    [InlineData(100, 51)]
    [InlineData(10, 6)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void Later_grants_come_when_half_is_read(int size, int expected)
    {
        var window = new ReceiveWindow(size);
        int[] grants = Read(ref window, 1000);

        Assert.All(grants.Skip(2).Where(grant => grant > 0), grant => Assert.Equal(expected, grant));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(10, true)]
    [InlineData(100, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(10, false)]
    [InlineData(100, false)]
    public void A_sender_that_adds_and_one_that_sets_both_go_on_and_never_overrun(int size, bool adds)
    {
        var window = new ReceiveWindow(size);
        int slots = 1;
        int unread = 0;
        for (int read = 0; read < 5000; read++)
        {
            while (slots > 0)
            {
                slots--;
                unread++;
                Assert.True(window.TryAccept(), $"overrun before read {read}");
            }

            int grant = window.GrantBeforeRead();
            slots = adds || grant == 0 ? slots + grant : grant;
            if (unread == 0)
            {
                Assert.True(slots > 0, $"stuck before read {read}");
                continue;
            }

            window.OnRead();
            unread--;
        }
    }

    [Fact]
    public void A_window_full_of_unread_events_takes_no_more()
    {
        var window = new ReceiveWindow(10);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(window.TryAccept());
        }

        Assert.False(window.TryAccept());
    }

    private static int[] Read(ref ReceiveWindow window, int count)
    {
        var grants = new int[count];
        for (int i = 0; i < count; i++)
        {
            window.TryAccept();
            grants[i] = window.GrantBeforeRead();
            window.OnRead();
        }

        return grants;
    }
}
