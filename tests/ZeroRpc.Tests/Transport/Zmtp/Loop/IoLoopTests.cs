using System.Net.Sockets;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>A loop whose sources fail in every way: they are told or closed, and the others are served.</summary>
public sealed class IoLoopTests : IAsyncDisposable
{
    private readonly SocketLoops _socket;
    private readonly StubSource _other;

    public IoLoopTests()
    {
        _socket = new SocketLoops(new IoLoops(few: 1), linger: TimeSpan.Zero);
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
        _socket.Signal();

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
    public async Task What_was_left_to_a_loop_may_fail_and_so_may_who_is_told()
    {
        _socket.Home.Post(
            () => throw new InvalidOperationException("a mistake"), _ => throw new InvalidOperationException("another"));

        await ServesTheOtherAsync();
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

    public async ValueTask DisposeAsync() => await _socket.CloseAsync();

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
