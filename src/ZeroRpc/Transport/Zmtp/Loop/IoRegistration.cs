using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// What a loop and its poller know of a source. The loop compares it with what the source wants now, so that a turn costs a system call only where
/// that has changed. Only the loop's thread uses it, except for <see cref="IsChanged"/>.
/// </summary>
internal sealed class IoRegistration(IoSource source) : HeapEntry
{
    /// <summary>The source.</summary>
    public IoSource Source => source;

    /// <summary>Whether the loop has the source.</summary>
    public bool IsAdded { get; set; }

    /// <summary>The socket that the poller watches; null when it watches none.</summary>
    public Socket? Socket { get; set; }

    /// <summary>What the poller watches the socket for.</summary>
    public Interest Interest { get; set; }

    /// <summary>The poller's name for this watch of the socket, never used again for another; 0 when the poller watches no socket.</summary>
    public long Key { get; set; }

    /// <summary>Whether the source is listed in <see cref="ChangedSources"/>, whose lock guards it.</summary>
    public bool IsChanged { get; set; }
}
