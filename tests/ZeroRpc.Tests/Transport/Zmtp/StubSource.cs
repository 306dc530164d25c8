using System.Net;
using System.Net.Sockets;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>A source that does what a test says, with a datagram socket that is connected to itself if it has one.</summary>
internal sealed class StubSource(SocketLoops loops, Socket? socket = null, IoLoop? loop = null) : IoSource(loops, loop ?? loops.Home)
{
    private readonly TaskCompletionSource<Exception> _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _read;

    /// <summary>What to do when the socket can be read.</summary>
    public Action? OnRead { get; init; }

    /// <summary>What to do when it is due.</summary>
    public Action? OnTime { get; init; }

    /// <summary>What to do when told of a fault.</summary>
    public Action? OnFaulted { get; init; }

    /// <summary>Gives when it is due.</summary>
    public Func<long> Due { get; init; } = () => long.MaxValue;

    public Task<Exception> Faulted => _faulted.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

    public Task Closed => _closed.Task.WaitAsync(RecordingSink.HangGuard, TestContext.Current.CancellationToken);

    public bool HasFaulted => _faulted.Task.IsCompleted;

    /// <summary>How often it was read.</summary>
    public int Reads => Volatile.Read(ref _read);

    /// <summary>What the source waits for.</summary>
    public Interest Wanted { get; set; } = Interest.Read;

    public override Socket? Socket => socket;

    public override Interest Interest => Wanted;

    public override long DueAt => Due();

    public static Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(socket.LocalEndPoint!);
        return socket;
    }

    /// <summary>Makes the socket readable once.</summary>
    public void Poke() => socket!.Send([1]);

    public override void OnReadable(byte[] buffer)
    {
        socket!.Receive(buffer);
        Interlocked.Increment(ref _read);
        OnRead?.Invoke();
    }

    public override void OnDue(byte[] buffer) => OnTime?.Invoke();

    public override void OnFault(Exception exception)
    {
        _faulted.TrySetResult(exception);
        OnFaulted?.Invoke();
    }

    public override void Dispose()
    {
        socket?.Dispose();
        _closed.TrySetResult();
    }
}
