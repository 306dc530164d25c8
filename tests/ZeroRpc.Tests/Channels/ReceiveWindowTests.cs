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

        // One that grows is granted whole; else half and one. That the first one is waited for says nothing.
        Assert.Equal([100, 51, 200, 400, 800, 1600, 2000, 1001, 1001], Stream(ref window, grants: 9));
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
    [InlineData(5 * 1024, new[] { 100, 51, 200, 204, 103 })] // 204 events of 5 KiB are 1 MiB
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void However_it_grows_and_shrinks_a_peer_of_ours_neither_overruns_it_nor_gets_stuck(bool allSmall)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            new OurStream(new Random(seed), allSmall).Run();
        }
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

    /// <summary>A stream between two of ours, whose events and grants are under way for as long as chance has it.</summary>
    private sealed class OurStream(Random random, bool allSmall)
    {
        private readonly Queue<int> _events = new();
        private readonly Queue<int> _grants = new();
        private ReceiveWindow _window = new(null);
        private SendWindow _slots = SendWindow.Initial;
        private int _unread;
        private bool _waits;

        public void Run()
        {
            for (int phase = 0; phase < 20; phase++)
            {
                int size = allSmall ? ItemSize : random.GetItems([ItemSize, 2 * 1024, 4 * 1024, 20 * 1024], 1)[0];
                int sending = random.Next(1, 100);
                int granting = random.Next(1, 100);
                for (int step = random.Next(3000); step > 0; step--)
                {
                    Send(random.Next(100) < sending ? random.Next(50) : 0, size);
                    Arrive(random.Next(50));
                    Grant(random.Next(100) < granting);
                    Read(random.Next(50));
                    Assert.False(_waits && HasNoSlot() && _events.Count + _grants.Count == 0, "stuck");
                }
            }
        }

        private bool HasNoSlot()
        {
            SendWindow copy = _slots;
            return !copy.TryTake();
        }

        private void Send(int count, int size)
        {
            for (; count > 0 && _slots.TryTake(); count--)
            {
                _events.Enqueue(size);
            }
        }

        private void Arrive(int count)
        {
            for (; count > 0 && _events.TryDequeue(out int size); count--)
            {
                Assert.True(_window.TryAccept(size), "overrun");
                _unread++;
            }
        }

        private void Grant(bool arrives)
        {
            if (arrives && _grants.TryDequeue(out int count))
            {
                _slots.Grant(count);
            }
        }

        private void Read(int count)
        {
            for (; count > 0; count--)
            {
                if (!_waits && _window.GrantBeforeRead(mayGrow: true) is > 0 and int grant)
                {
                    _grants.Enqueue(grant);
                }

                _waits = _unread == 0;
                if (_waits)
                {
                    return;
                }

                _window.OnRead();
                _unread--;
            }
        }
    }
}
