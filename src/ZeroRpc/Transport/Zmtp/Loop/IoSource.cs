using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Something with a socket, or about to have one, that an <see cref="IoLoop"/> watches. Used on the loop's thread only, which others share:
/// nothing here waits.
/// </summary>
/// <param name="loops">The loops of the ZeroMQ socket that it belongs to, and with which it ends.</param>
internal abstract class IoSource(SocketLoops loops) : IDisposable
{
    /// <summary>The loops of the ZeroMQ socket that it belongs to.</summary>
    public SocketLoops Loops => loops;

    /// <summary>The socket, non-blocking; null while there is none.</summary>
    public abstract Socket? Socket { get; }

    /// <summary>Whether to wait until the socket can be read.</summary>
    public virtual bool WantsToRead => true;

    /// <summary>Whether to wait until the socket can be written.</summary>
    public virtual bool WantsToWrite => false;

    /// <summary>When <see cref="OnDue"/> is to be called, in <see cref="Environment.TickCount64"/>; <see cref="long.MaxValue"/> for never.</summary>
    public virtual long DueAt => long.MaxValue;

    /// <summary>Whether everything has left that was to leave.</summary>
    public virtual bool IsDone => true;

    /// <summary>The socket can be read. <paramref name="buffer"/> is for use until this returns.</summary>
    public virtual void OnReadable(byte[] buffer)
    {
    }

    /// <summary>The socket can be written.</summary>
    public virtual void OnWritable()
    {
    }

    /// <summary>It is time.</summary>
    public virtual void OnDue(byte[] buffer)
    {
    }

    /// <summary>One of the members above failed, or the socket cannot be waited for.</summary>
    public abstract void OnFault(Exception exception);

    /// <summary>Closes the socket; nobody is told.</summary>
    public abstract void Dispose();
}
