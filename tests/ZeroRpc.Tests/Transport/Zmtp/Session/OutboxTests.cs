using System.Net;
using System.Net.Sockets;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Threading;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>When messages that user code sends on a loop's thread leave.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Socket _peer;
    private readonly SocketLoops _loops = new(new IoLoops(few: 1), linger: TimeSpan.Zero);

    public OutboxTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(listener.LocalEndPoint!);
        _peer = listener.Accept();
    }

    [Fact]
    public Task They_leave_together_when_the_turn_ends() => OnLoopAsync((turn, outbox) =>
    {
        Add(outbox, 31);
        Assert.False(HasArrived);

        turn.Run();

        Assert.Equal(31, Received());
    });

    [Fact]
    public Task Thirty_two_leave_at_once() => OnLoopAsync((_, outbox) =>
    {
        Add(outbox, 32);

        Assert.Equal(32, Received());
    });

    [Fact]
    public Task Large_ones_leave_sooner() => OnLoopAsync((_, outbox) =>
    {
        Add(outbox, 2, size: 64 * 1024);

        Assert.True(HasArrived);
    });

    [Fact]
    public Task Other_threads_that_add_to_them_send_what_is_enough() => OnLoopAsync((_, outbox) =>
    {
        Add(outbox, 1);

        var other = new Thread(() => Add(outbox, 31));
        other.Start();
        other.Join();

        Assert.Equal(32, Received());
    });

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _peer.Dispose();
        await _loops.CloseAsync();
    }

    private bool HasArrived => _peer.Poll(0, SelectMode.SelectRead);

    private static void Add(Outbox outbox, int count, int size = 1)
    {
        for (int i = 0; i < count; i++)
        {
            outbox.Do(outbox.Add(new OutgoingMessage(PeerRoute.None, new byte[size]), default));
        }
    }

    /// <summary>How many messages of a byte, and two before it, have arrived.</summary>
    private int Received() => _peer.Receive(new byte[1000]) / 3;

    private Task OnLoopAsync(Action<InlineExecutor, Outbox> test) => Task.Factory.StartNew(
        () =>
        {
            InlineExecutor turn = InlineExecutor.Begin(() => { });
            test(turn, new Outbox(_socket, new StubSource(_loops), hasEnvelope: false, maxMessages: 1000));
            turn.End();
        },
        TestContext.Current.CancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).OrHang();
}
