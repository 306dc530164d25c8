using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Something with a socket, or about to have one, that an <see cref="IoLoop"/> serves. The members below are called on the loop's thread, which
/// other sources share: nothing here waits. The loop reads what the source wants after each of them; whatever changes it on another way calls
/// <see cref="Refresh"/>.
/// </summary>
internal abstract class IoSource : IDisposable
{
    /// <summary>Makes a source, which is served once it is given to <see cref="IoLoop.Add"/>.</summary>
    /// <param name="loops">The loops of the ZeroMQ socket that the source belongs to, and with which it ends.</param>
    /// <param name="loop">The loop that is to serve the source.</param>
    protected IoSource(SocketLoops loops, IoLoop loop)
    {
        Loops = loops;
        Loop = loop;
        Registration = new IoRegistration(this);
    }

    /// <summary>The loops of the ZeroMQ socket that the source belongs to.</summary>
    public SocketLoops Loops { get; }

    /// <summary>The loop that serves the source.</summary>
    public IoLoop Loop { get; }

    /// <summary>What the loop knows of the source.</summary>
    public IoRegistration Registration { get; }

    /// <summary>The socket, non-blocking; null while there is none.</summary>
    public abstract Socket? Socket { get; }

    /// <summary>What to wait for at the socket.</summary>
    public abstract Interest Interest { get; }

    /// <summary>When <see cref="OnDue"/> is to be called, in <see cref="Environment.TickCount64"/>; <see cref="long.MaxValue"/> for never.</summary>
    public virtual long DueAt => long.MaxValue;

    /// <summary>Whether everything has left that was to leave before the source is closed.</summary>
    public virtual bool IsDone => true;

    /// <summary>Tells the loop that <see cref="Socket"/>, <see cref="Interest"/> or <see cref="DueAt"/> may have changed. On any thread.</summary>
    public void Refresh() => Loop.Refresh(this);

    /// <summary>The same, within some milliseconds: costs no wake-up of the loop each time. On any thread.</summary>
    public void RefreshSoon() => Loop.RefreshSoon(this);

    /// <summary>The socket can be read. <paramref name="buffer"/> is for use until this returns.</summary>
    public virtual void OnReadable(byte[] buffer)
    {
    }

    /// <summary>The socket can be written, or the connection that it makes is there or has failed.</summary>
    public virtual void OnWritable()
    {
    }

    /// <summary><see cref="DueAt"/> has come.</summary>
    public virtual void OnDue(byte[] buffer)
    {
    }

    /// <summary>One of the members above failed, or the socket cannot be waited for.</summary>
    public abstract void OnFault(Exception exception);

    /// <summary>Closes the socket; nobody is told. The loop must not have the source any more.</summary>
    public abstract void Dispose();
}
