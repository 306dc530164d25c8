using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The events for which a loop waits at the socket of a source.</summary>
[Flags]
internal enum Interest
{
    /// <summary>None: the poller does not watch the socket, not even for errors.</summary>
    None = 0,

    /// <summary>The socket is readable.</summary>
    Read = 1,

    /// <summary>The socket is writable.</summary>
    Write = 2,

    /// <summary>The connection of the socket has been established, or has failed. Reported as writable.</summary>
    Connect = 4,
}

/// <summary>
/// Waits for the sockets of a loop's sources, and for the socket that wakes the loop. Used only on the loop's thread. Watching is
/// level-triggered: a socket is reported as long as it has data or room, so a source can read or write as little as it likes.
/// </summary>
internal interface IPoller : IDisposable
{
    /// <summary>The number of sources that a loop with this poller should have at most.</summary>
    int Capacity { get; }

    /// <summary>The result of <see cref="Wait"/>.</summary>
    List<ReadySource> Ready { get; }

    /// <summary>Whether <see cref="Wait"/> found the wake-up socket readable.</summary>
    bool IsWokenUp { get; }

    /// <summary>The registrations whose sockets are watched.</summary>
    IEnumerable<IoRegistration> Watched { get; }

    /// <summary>Watches a socket. It replaces the socket that the registration had.</summary>
    void Watch(IoRegistration registration, Socket? socket, Interest interest);

    /// <summary>
    /// Stops watching the socket of a registration. Must be called before the socket is closed, because the system reuses its descriptor.
    /// </summary>
    void Remove(IoRegistration registration);

    /// <summary>
    /// Waits until a socket is ready, at most for the given number of milliseconds. Waits without limit if the number is negative.
    /// </summary>
    /// <returns>False if no socket became ready.</returns>
    bool Wait(int milliseconds);

    /// <summary>Creates the best poller for this system.</summary>
    static IPoller Create(Socket wakeUp) => OperatingSystem.IsLinux() ? new EpollPoller(wakeUp) : new SelectPoller(wakeUp);
}

/// <summary>A source whose socket is ready.</summary>
/// <param name="Registration">The registration of the source.</param>
/// <param name="Key">
/// The key of the registration when the socket was found ready. It differs from the current key if an earlier source of the same turn has
/// caused the socket to be closed or replaced.
/// </param>
/// <param name="Events">The interests of the source that are met.</param>
internal readonly record struct ReadySource(IoRegistration Registration, long Key, Interest Events);
