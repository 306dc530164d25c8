using System.Net;
using System.Net.Sockets;
using ZeroRpc.Threading;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

public sealed class EpollPollerTests() : PollerBehaviour(Pollers.Epoll());

public sealed class SelectPollerTests() : PollerBehaviour(Pollers.Select());

/// <summary>What a loop may rely on, whatever the poller.</summary>
public abstract class PollerBehaviour : IAsyncDisposable
{
    private const int Long = 30_000;

    private readonly SocketLoops _loops = new(new IoLoops(few: 1), linger: TimeSpan.Zero);
    private readonly WakeUp _wakeUp = new();
    private readonly IPoller _poller;

    private protected PollerBehaviour(Func<Socket, IPoller> newPoller) => _poller = newPoller(_wakeUp.Socket);

    [Fact]
    public void Nothing_is_ready_when_nothing_happens()
    {
        using Socket socket = StubSource.NewSocket();
        Watch(socket, Interest.Read);

        Assert.False(_poller.Wait(0));
        Assert.Empty(_poller.Ready);
        Assert.False(_poller.IsWokenUp);
    }

    [Fact]
    public void A_signal_wakes_it()
    {
        _wakeUp.FallAsleep();
        _wakeUp.Signal();

        Assert.True(_poller.Wait(Long));
        Assert.True(_poller.IsWokenUp);
        Assert.Empty(_poller.Ready);
    }

    [Fact]
    public void A_socket_is_reported_for_what_is_wanted_alone()
    {
        using Socket socket = StubSource.NewSocket();
        IoRegistration registration = Watch(socket, Interest.Read | Interest.Write);
        Assert.Equal(Interest.Write, Found(registration));

        socket.Send([1]);
        Assert.True(SpinWait.SpinUntil(() => socket.Available > 0, Long));
        Assert.Equal(Interest.Read | Interest.Write, Found(registration));

        _poller.Watch(registration, socket, Interest.Read);
        Assert.Equal(Interest.Read, Found(registration));
    }

    [Fact]
    public void A_socket_is_reported_as_long_as_it_has_something_to_read()
    {
        using Socket socket = StubSource.NewSocket();
        IoRegistration registration = Watch(socket, Interest.Read);
        socket.Send([1]);
        socket.Send([2]);

        Assert.Equal(Interest.Read, Found(registration));
        Assert.Equal(Interest.Read, Found(registration));
        socket.Receive(new byte[1]);
        Assert.Equal(Interest.Read, Found(registration));
        socket.Receive(new byte[1]);
        Assert.False(_poller.Wait(0));
    }

    [Fact]
    public void A_connection_that_has_ended_is_not_reported_to_who_wants_nothing()
    {
        (Socket ours, Socket peer) = Connect();
        using Socket _ = ours;
        IoRegistration registration = Watch(ours, Interest.Read);
        _poller.Watch(registration, ours, Interest.None);
        Reset(peer);
        Assert.True(SpinWait.SpinUntil(() => ours.Poll(0, SelectMode.SelectRead), Long));

        Assert.False(_poller.Wait(0));

        _poller.Watch(registration, ours, Interest.Read);
        Assert.Equal(Interest.Read, Found(registration));
    }

    [Fact]
    public void A_connection_that_is_made_is_reported_to_who_waits_for_it()
    {
        using Socket listener = BarePeer.Listen(out string _);
        using Socket socket = BeginConnect(listener.LocalEndPoint!);
        IoRegistration registration = Watch(socket, Interest.Connect);

        Assert.Equal(Interest.Connect, Found(registration));
        Assert.Equal(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
    }

    [Fact]
    public void A_connection_that_is_refused_is_reported_to_who_waits_for_it()
    {
        EndPoint nobody;
        using (Socket listener = BarePeer.Listen(out string _))
        {
            nobody = listener.LocalEndPoint!;
        }

        using Socket socket = BeginConnect(nobody);
        IoRegistration registration = Watch(socket, Interest.Connect);

        Assert.Equal(Interest.Connect, Found(registration));
        Assert.Equal((int)SocketError.ConnectionRefused, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
    }

    [Fact]
    public void A_socket_that_was_removed_is_not_reported()
    {
        using Socket socket = StubSource.NewSocket();
        IoRegistration registration = Watch(socket, Interest.Read);
        socket.Send([1]);
        Assert.Equal(Interest.Read, Found(registration));

        _poller.Remove(registration);

        Assert.False(_poller.Wait(0));
        Assert.Equal(0, registration.Key);
        Assert.Empty(_poller.Watched);
    }

    [Fact]
    public void What_was_found_of_a_closed_socket_does_not_count_for_the_next_which_may_have_the_same_descriptor()
    {
        Socket first = StubSource.NewSocket();
        IoRegistration registration = Watch(first, Interest.Read);
        first.Send([1]);
        Assert.True(_poller.Wait(Long));
        long key = _poller.Ready[0].Key;

        _poller.Remove(registration);
        first.Dispose();
        using Socket second = StubSource.NewSocket();
        _poller.Watch(registration, second, Interest.Read);

        Assert.NotEqual(key, registration.Key);
        Assert.False(_poller.Wait(0));
    }

    [Fact]
    public void A_socket_that_somebody_closed_can_be_replaced()
    {
        Socket first = StubSource.NewSocket();
        IoRegistration registration = Watch(first, Interest.Read);
        first.Dispose();
        using Socket second = StubSource.NewSocket();

        _poller.Watch(registration, second, Interest.Read);
        second.Send([1]);

        Assert.Equal(Interest.Read, Found(registration));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _poller.Dispose();
        _wakeUp.Dispose();
        await _loops.CloseAsync();
    }

    private static (Socket Ours, Socket Peer) Connect()
    {
        using Socket listener = BarePeer.Listen(out string _);
        var ours = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        ours.Connect(listener.LocalEndPoint!);
        return (ours, listener.Accept());
    }

    private static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();
    }

    private static Socket BeginConnect(EndPoint to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(to);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It is under way.
        }

        return socket;
    }

    private IoRegistration Watch(Socket socket, Interest interest)
    {
        var registration = new IoRegistration(new StubSource(_loops, socket));
        _poller.Watch(registration, socket, interest);
        return registration;
    }

    /// <summary>Waits until the registration is ready, and gives what for.</summary>
    private Interest Found(IoRegistration registration)
    {
        Assert.True(_poller.Wait(Long));
        Interest found = Interest.None;
        foreach (ReadySource ready in _poller.Ready)
        {
            Assert.Same(registration, ready.Registration);
            Assert.Equal(registration.Key, ready.Key);
            found |= ready.Events;
        }

        return found;
    }
}
