using System.Net.Sockets;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

public sealed class IoLoopOverEpollTests() : IoLoopBehaviour(Pollers.Epoll());

public sealed class IoLoopOverSelectTests() : IoLoopBehaviour(Pollers.Select());

/// <summary>A loop whose sources fail in every way, or change what they want: they are told or closed, and the others are served.</summary>
public abstract class IoLoopBehaviour : IAsyncDisposable
{
    private readonly SocketLoops _socket;
    private readonly StubSource _other;

    private protected IoLoopBehaviour(Func<Socket, IPoller> newPoller)
    {
        _socket = new SocketLoops(new IoLoops(few: 1, newPoller), linger: TimeSpan.Zero);
        _other = Add(new StubSource(_socket, StubSource.NewSocket()));
    }

    [Fact]
    public async Task A_source_that_fails_is_told_and_the_others_are_served()
    {
        var error = new InvalidOperationException("a mistake");
        StubSource failing = Add(new StubSource(_socket, StubSource.NewSocket()) { OnRead = () => throw error });

        failing.Poke();

        Assert.Same(error, await failing.Faulted);
        await ServesTheOtherAsync();
    }

    [Fact]
    public async Task A_source_that_fails_when_it_is_told_is_closed_and_the_others_are_served()
    {
        StubSource failing = Add(new StubSource(_socket, StubSource.NewSocket())
        {
            OnRead = () => throw new InvalidOperationException("a mistake"),
            OnFaulted = () => throw new InvalidOperationException("another"),
        });

        failing.Poke();

        await failing.Closed;
        await ServesTheOtherAsync();
    }

    [Fact]
    public async Task A_source_whose_socket_somebody_closed_is_told_and_closed_and_the_others_are_served()
    {
        Socket socket = StubSource.NewSocket();
        StubSource failing = Add(new StubSource(_socket, socket));

        socket.Dispose();
        failing.Refresh();

        await failing.Faulted;
        await failing.Closed;
        await ServesTheOtherAsync();
        Assert.Equal(1, _socket.Home.Load);
        Assert.False(_other.HasFaulted);
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_is_told_and_closed_and_the_others_are_served()
    {
        StubSource failing = Add(new StubSource(_socket) { Due = () => throw new InvalidOperationException("a mistake") });

        await failing.Faulted;
        await failing.Closed;
        await ServesTheOtherAsync();
    }

    [Fact]
    public async Task A_source_is_told_when_what_it_posted_fails()
    {
        var error = new InvalidOperationException("a mistake");
        StubSource failing = Add(new StubSource(_socket));

        _socket.Home.Post(failing, () => throw error);

        Assert.Same(error, await failing.Faulted);
        await ServesTheOtherAsync();
    }

    [Fact]
    public async Task What_was_posted_to_a_loop_may_fail()
    {
        _socket.Home.Post(() => throw new InvalidOperationException("a mistake"));

        await ServesTheOtherAsync();
    }

    [Fact]
    public async Task A_source_that_wants_nothing_is_not_read_until_it_is_refreshed()
    {
        StubSource paused = Add(new StubSource(_socket, StubSource.NewSocket()) { Wanted = Interest.None });
        paused.Poke();
        await ServesTheOtherAsync();
        Assert.Equal(0, paused.Reads);

        paused.Wanted = Interest.Read;
        paused.Refresh();

        await Transports.UntilAsync(() => paused.Reads == 1);
    }

    [Fact]
    public async Task A_source_whose_time_another_thread_has_set_is_called_though_nothing_wakes_the_loop()
    {
        long dueAt = long.MaxValue;
        var due = new TaskCompletionSource();
        StubSource source = Add(new StubSource(_socket)
        {
            Due = () => Volatile.Read(ref dueAt),
            OnTime = () =>
            {
                Volatile.Write(ref dueAt, long.MaxValue);
                due.SetResult();
            },
        });
        await ServesTheOtherAsync();

        Volatile.Write(ref dueAt, Environment.TickCount64);
        source.RefreshSoon();

        await due.Task.OrHang();
    }

    [Fact]
    public async Task A_source_that_is_closed_by_another_in_the_same_turn_is_not_called()
    {
        StubSource? first = null;
        StubSource? second = null;
        void CloseTheOther(StubSource other) => _socket.Home.Drop(other);
        first = new StubSource(_socket, StubSource.NewSocket()) { OnRead = () => CloseTheOther(second!) };
        second = new StubSource(_socket, StubSource.NewSocket()) { OnRead = () => CloseTheOther(first) };

        // Both are ready before the loop looks.
        _socket.Home.Run(() =>
        {
            first.Poke();
            second.Poke();
            _socket.Home.Add(first);
            _socket.Home.Add(second);
        });

        await Transports.UntilAsync(() => first.Reads + second.Reads == 1);
        await ServesTheOtherAsync();
        Assert.Equal(1, first.Reads + second.Reads);
        Assert.False(first.HasFaulted || second.HasFaulted);
    }

    [Fact]
    public async Task A_loop_has_no_async_locals_of_whoever_opened_the_first_socket()
    {
        var local = new AsyncLocal<string> { Value = "of the first" };
        var first = new SocketLoops(new IoLoops(few: 1), linger: TimeSpan.Zero);

        string? seen = "nothing";
        first.Home.Run(() => seen = local.Value);

        Assert.Null(seen);
        await first.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _socket.CloseAsync();
    }

    private StubSource Add(StubSource source)
    {
        _socket.Home.Add(source);
        return source;
    }

    private async Task ServesTheOtherAsync()
    {
        _other.Poke();
        await Transports.UntilAsync(() => _other.Reads == 1);
    }
}
