using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// An object with a socket, or one that will have a socket, that an <see cref="IoLoop"/> serves. The members below are called on the loop's
/// thread, which other sources share, so they must not wait. After each call, the loop reads the interest and deadline of the source. Code
/// that changes them in another way must call <see cref="Refresh"/>.
/// </summary>
internal abstract class IoSource : IDisposable
{
    /// <summary>Creates a source. It is served after it is passed to <see cref="IoLoop.Add"/>.</summary>
    /// <param name="loops">The loops of the ZeroMQ socket to which the source belongs. The source is closed with the socket.</param>
    /// <param name="loop">The loop that serves the source.</param>
    protected IoSource(SocketLoops loops, IoLoop loop)
    {
        Loops = loops;
        Loop = loop;
        Registration = new IoRegistration(this);
    }

    /// <summary>The loops of the ZeroMQ socket to which the source belongs.</summary>
    public SocketLoops Loops { get; }

    /// <summary>The loop that serves the source.</summary>
    public IoLoop Loop { get; }

    /// <summary>The state of the source that the loop has registered.</summary>
    public IoRegistration Registration { get; }

    /// <summary>The socket, which is non-blocking. Null while there is none.</summary>
    public abstract Socket? Socket { get; }

    /// <summary>The events for which to wait at the socket.</summary>
    public abstract Interest Interest { get; }

    /// <summary>
    /// When <see cref="OnDue"/> must be called, in the time of <see cref="Environment.TickCount64"/>. <see cref="long.MaxValue"/> for
    /// never.
    /// </summary>
    public virtual long DueAt => long.MaxValue;

    /// <summary>Whether everything that must be sent before closing has been sent.</summary>
    public virtual bool IsDone => true;

    /// <summary>
    /// Notifies the loop that <see cref="Socket"/>, <see cref="Interest"/> or <see cref="DueAt"/> may have changed. Can be called on any
    /// thread.
    /// </summary>
    public void Refresh() => Loop.Refresh(this);

    /// <summary>
    /// Like <see cref="Refresh"/>, but takes effect within some milliseconds and does not wake the loop each time. Can be called on any
    /// thread.
    /// </summary>
    public void RefreshSoon() => Loop.RefreshSoon(this);

    /// <summary>The socket is readable. <paramref name="buffer"/> can be used until the method returns.</summary>
    public virtual void OnReadable(byte[] buffer)
    {
    }

    /// <summary>The socket is writable, or its connection has been established or has failed.</summary>
    public virtual void OnWritable()
    {
    }

    /// <summary>The time <see cref="DueAt"/> has been reached.</summary>
    public virtual void OnDue(byte[] buffer)
    {
    }

    /// <summary>One of the members above failed, or the socket cannot be watched.</summary>
    public abstract void OnFault(Exception exception);

    /// <summary>Closes the socket without notifying anyone. The source must have been removed from the loop.</summary>
    public abstract void Dispose();
}
