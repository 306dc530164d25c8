using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Listens on an endpoint and passes on the sockets of accepted connections.</summary>
internal sealed class Listener(SocketLoops loops, IoLoop loop, Socket socket, string endpoint, Action<Socket> accepted, ILogger logger)
    : IoSource(loops, loop)
{
    /// <summary>How many connections are accepted before the loop's other sources have their turn.</summary>
    private const int Batch = 64;

    /// <summary>How long to wait when the process has no file descriptor left, in milliseconds.</summary>
    private const int Pause = 100;

    /// <summary>The interval of warnings while no connection can be accepted, in milliseconds. An attempt is made after each pause.</summary>
    private const int WarningInterval = 60_000;

    private long _pausedUntil;
    private long _warnsAt = long.MinValue;

    /// <inheritdoc/>
    public override Socket Socket => socket;

    /// <inheritdoc/>
    public override Interest Interest => _pausedUntil == 0 ? Interest.Read : Interest.None;

    /// <inheritdoc/>
    public override long DueAt => _pausedUntil == 0 ? long.MaxValue : _pausedUntil;

    /// <inheritdoc/>
    public override void OnReadable(byte[] buffer)
    {
        for (int count = 0; count < Batch && socket.Poll(0, SelectMode.SelectRead); count++)
        {
            accepted(socket.Accept());
        }
    }

    /// <inheritdoc/>
    public override void OnDue(byte[] buffer) => _pausedUntil = 0;

    /// <inheritdoc/>
    public override void OnFault(Exception exception)
    {
        // A peer may leave before it is accepted. Other errors, such as a lack of file descriptors, may last.
        if (exception is not SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.ConnectionAborted or SocketError.ConnectionReset })
        {
            Warn(exception.Message);
            _pausedUntil = Environment.TickCount64 + Pause;
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => socket.Dispose();

    private void Warn(string problem)
    {
        long now = Environment.TickCount64;
        if (now >= _warnsAt)
        {
            _warnsAt = now + WarningInterval;
            Log.CannotAccept(logger, endpoint, problem, Pause);
        }
    }
}
