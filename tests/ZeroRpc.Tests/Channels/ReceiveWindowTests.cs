using ZeroRpc.Channels;

namespace ZeroRpc.Tests.Channels;

public class ReceiveWindowTests
{
    private const int ItemSize = 10;

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
                Assert.True(window.TryAccept(ItemSize), $"overrun before read {read}");
            }

            int grant = window.GrantBeforeRead(mayGrow: false);
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
            Assert.True(window.TryAccept(ItemSize));
        }

        Assert.False(window.TryAccept(ItemSize));
    }

    [Fact]
    public void One_that_nobody_sized_doubles_while_a_stream_waits_for_grants()
    {
        var window = new ReceiveWindow(null);

        // Twice the size, less what is still granted: 49 of 100, 99 of 200 and so on. That the first one is waited for says nothing.
        Assert.Equal([100, 51, 151, 301, 601, 1201, 1201, 1001, 1001], Stream(ref window, grants: 9));
    }

    [Fact]
    public void It_keeps_its_size_where_events_are_there_when_they_are_asked_for()
    {
        var window = new ReceiveWindow(null);

        Assert.Equal([100, 51, 51, 51], Stream(ref window, grants: 4, late: false));
    }

    [Fact]
    public void It_keeps_its_size_where_the_peer_could_not_bear_more()
    {
        var window = new ReceiveWindow(null);

        Assert.Equal([100, 51, 51, 51], Stream(ref window, grants: 4, mayGrow: false));
    }

    [Fact]
    public void One_that_was_sized_keeps_its_size()
    {
        var window = new ReceiveWindow(100);

        Assert.Equal([100, 51, 51, 51], Stream(ref window, grants: 4));
    }

    [Theory]
    [InlineData(5 * 1024, new[] { 100, 51, 151, 105, 103 })] // 204 events of 5 KiB are 1 MiB
    [InlineData(100 * 1024, new[] { 100, 51, 51, 51, 51 })]
    public void Of_large_events_it_takes_no_more_than_fit_into_1_MiB_or_the_usual_100(int size, int[] expected)
    {
        var window = new ReceiveWindow(null);

        Assert.Equal(expected, Stream(ref window, grants: 5, size: size));
    }

    [Fact]
    public void It_shrinks_when_events_become_large()
    {
        var window = new ReceiveWindow(null);
        Stream(ref window, grants: 7);

        int[] grants = Stream(ref window, grants: 3, slots: 1001, size: 1024 * 1024);

        Assert.Equal(51, grants[^1]);
    }

    /// <summary>
    /// Reads a stream from a peer that sends as fast as it may, and gives the grants. They are late when they come to it only once nothing is
    /// left to read here.
    /// </summary>
    private static int[] Stream(
        ref ReceiveWindow window, int grants, bool late = true, bool mayGrow = true, int size = ItemSize, int slots = 1)
    {
        List<int> made = [];
        int granted = 0;
        int unread = 0;
        while (made.Count < grants)
        {
            int grant = window.GrantBeforeRead(mayGrow);
            granted += grant;
            if (grant > 0)
            {
                made.Add(grant);
            }

            if (!late || unread == 0)
            {
                (slots, granted) = (slots + granted, 0);
            }

            for (; slots > 0; slots--, unread++)
            {
                Assert.True(window.TryAccept(size));
            }

            window.OnRead();
            unread--;
        }

        return [.. made];
    }

    private static int[] Read(ref ReceiveWindow window, int count)
    {
        var grants = new int[count];
        for (int i = 0; i < count; i++)
        {
            window.TryAccept(ItemSize);
            grants[i] = window.GrantBeforeRead(mayGrow: false);
            window.OnRead();
        }

        return grants;
    }
}
