using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The state of a source that a loop and its poller have registered. The loop compares it with the current state of the source, so that a
/// turn makes a system call only if that has changed. Used only on the loop's thread, except for <see cref="IsChanged"/>.
/// </summary>
internal sealed class IoRegistration(IoSource source) : HeapEntry
{
    /// <summary>The source.</summary>
    public IoSource Source => source;

    /// <summary>Whether the source has been added to the loop.</summary>
    public bool IsAdded { get; set; }

    /// <summary>The socket that the poller watches. Null if it watches none.</summary>
    public Socket? Socket { get; set; }

    /// <summary>The events for which the poller watches the socket.</summary>
    public Interest Interest { get; set; }

    /// <summary>The key of this watch of the socket. It is never reused. 0 if the poller watches no socket.</summary>
    public long Key { get; set; }

    /// <summary>Whether the source is listed in <see cref="ChangedSources"/>, whose lock protects this property.</summary>
    public bool IsChanged { get; set; }
}
