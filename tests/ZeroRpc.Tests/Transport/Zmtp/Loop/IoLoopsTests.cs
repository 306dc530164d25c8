using System.Net.Sockets;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Which loop a socket gets, when another is started, and when they end.</summary>
public sealed class IoLoopsTests
{
    private const int Few = 3;

    private readonly IoLoops _loops = new(Few, static wakeUp => new UnboundedPoller(wakeUp));

    [Fact]
    public async Task The_first_few_sockets_have_a_loop_each_and_those_that_follow_share_them()
    {
        SocketLoops[] sockets = Open(2 * Few);

        IoLoop[] homes = [.. sockets.Select(socket => socket.Home)];
        Assert.Equal(Few, homes.Take(Few).Distinct().Count());
        Assert.Equal(Few, homes.Skip(Few).Distinct().Count());
        Assert.Equal(Few, _loops.Count);
        await CloseAsync(sockets);
    }

    [Fact]
    public async Task A_socket_gets_the_loop_that_watches_the_least()
    {
        SocketLoops[] sockets = Open(Few);
        Fill(sockets[0], 2);
        Fill(sockets[1], 1);
        Fill(sockets[2], 3);

        SocketLoops next = Open(1)[0];

        Assert.Same(sockets[1].Home, next.Home);
        await CloseAsync([next, .. sockets]);
    }

    [Fact]
    public async Task A_loop_that_nobody_uses_any_more_is_used_before_another_is_started()
    {
        SocketLoops stays = Open(1)[0];
        SocketLoops left = Open(1)[0];
        await left.CloseAsync();

        SocketLoops next = Open(1)[0];

        Assert.Same(left.Home, next.Home);
        Assert.Equal(2, _loops.Count);
        await CloseAsync(stays, next);
    }

    [Fact]
    public async Task A_loop_that_took_what_another_had_no_room_for_is_no_new_sockets_own()
    {
        SocketLoops full = Open(1)[0];
        Fill(full, IoLoops.SharedBeyond + 1);

        SocketLoops next = Open(1)[0];

        Assert.Equal(0, next.Home.Load);
        Assert.Equal(3, _loops.Count);
        await CloseAsync(full, next);
    }

    [Fact]
    public async Task A_sockets_sources_stay_at_its_home_while_there_is_room_then_go_where_least_is_watched()
    {
        SocketLoops[] sockets = Open(2);
        Fill(sockets[0], IoLoops.SharedBeyond);

        Assert.Equal(IoLoops.SharedBeyond, sockets[0].Home.Load);
        Assert.Same(sockets[1].Home, sockets[0].Next());
        await CloseAsync(sockets);
    }

    [Fact]
    public async Task The_many_sources_of_one_socket_spread_over_all_loops_and_start_no_others()
    {
        SocketLoops socket = Open(1)[0];

        Fill(socket, 100 * IoLoops.SharedBeyond);
        SocketLoops[] next = Open(Few);

        Assert.Equal(Few, _loops.Count);
        Assert.All(next, each => Assert.InRange(each.Home.Load, (100 * IoLoops.SharedBeyond / Few) - 1, 100 * IoLoops.SharedBeyond));
        await CloseAsync([socket, .. next]);
    }

    [Fact]
    public async Task Another_loop_is_started_when_the_poller_of_each_has_enough_to_watch()
    {
        var loops = new IoLoops(Few, static wakeUp => new SelectPoller(wakeUp));
        SocketLoops[] sockets = Open(Few, loops);
        foreach (SocketLoops socket in sockets)
        {
            Fill(socket, socket.Home.Capacity);
        }

        IoLoop more = sockets[0].Next();
        SocketLoops next = Open(1, loops)[0];

        Assert.DoesNotContain(more, sockets.Select(socket => socket.Home));
        Assert.Same(more, next.Home);
        Assert.Equal(Few + 1, loops.Count);
        await CloseAsync([next, .. sockets]);
    }

    [Fact]
    public async Task The_loops_end_with_the_last_socket_and_start_again_for_the_next()
    {
        SocketLoops[] sockets = Open(2);
        await sockets[0].CloseAsync();
        Assert.False(sockets[1].Home.Ended.IsCompleted);
        await sockets[1].CloseAsync();
        Assert.All(sockets, socket => Assert.True(socket.Home.Ended.IsCompletedSuccessfully));
        Assert.Equal(0, _loops.Count);

        SocketLoops next = Open(1)[0];

        int answer = 0;
        next.Home.Run(() => answer = 42);
        Assert.Equal(42, answer);
        await next.CloseAsync();
    }

    [Fact]
    public async Task A_source_that_comes_when_its_socket_has_ended_is_closed_and_takes_no_place()
    {
        SocketLoops[] sockets = Open(2);
        await sockets[0].CloseAsync();
        var late = new StubSource(sockets[0]);

        sockets[0].Home.Add(late);

        await late.Closed;
        Assert.Equal(0, sockets[0].Home.Load);
        await sockets[1].CloseAsync();
    }

    private static void Fill(SocketLoops socket, int count)
    {
        for (int i = 0; i < count; i++)
        {
            IoLoop loop = socket.Next();
            loop.Add(new StubSource(socket, loop: loop));
        }
    }

    private static Task CloseAsync(params SocketLoops[] sockets) =>
        Task.WhenAll(sockets.Select(socket => socket.CloseAsync())).WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

    private SocketLoops[] Open(int count, IoLoops? loops = null) =>
        [.. Enumerable.Range(0, count).Select(_ => new SocketLoops(loops ?? _loops, linger: TimeSpan.Zero))];

    /// <summary>A poller that bounds the sources of a loop as little as epoll does, on every system.</summary>
    private sealed class UnboundedPoller(Socket wakeUp) : IPoller
    {
        private readonly SelectPoller _poller = new(wakeUp);

        public int Capacity => int.MaxValue;

        public List<ReadySource> Ready => _poller.Ready;

        public bool IsWokenUp => _poller.IsWokenUp;

        public IEnumerable<IoRegistration> Watched => _poller.Watched;

        public void Watch(IoRegistration registration, Socket? socket, Interest interest) => _poller.Watch(registration, socket, interest);

        public void Remove(IoRegistration registration) => _poller.Remove(registration);

        public bool Wait(int milliseconds) => _poller.Wait(milliseconds);

        public void Dispose() => _poller.Dispose();
    }
}
