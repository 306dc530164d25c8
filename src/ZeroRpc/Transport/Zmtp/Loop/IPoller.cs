using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What a loop waits for at a source's socket.</summary>
[Flags]
internal enum Interest
{
    /// <summary>Nothing: the poller does not watch the socket, not even for errors.</summary>
    None = 0,

    /// <summary>Until the socket can be read.</summary>
    Read = 1,

    /// <summary>Until the socket can be written.</summary>
    Write = 2,

    /// <summary>Until the connection that the socket makes is there, or has failed. Reported as writable.</summary>
    Connect = 4,
}

/// <summary>
/// Waits for the sockets of a loop's sources, and for the socket that wakes the loop. Only the loop's thread uses it. A socket is watched as long
/// as it has data or room (level-triggered), so that a source may read or write as little as it likes.
/// </summary>
internal interface IPoller : IDisposable
{
    /// <summary>How many sources a loop should have with this poller.</summary>
    int Capacity { get; }

    /// <summary>What <see cref="Wait"/> found.</summary>
    List<ReadySource> Ready { get; }

    /// <summary>Whether <see cref="Wait"/> found the wake-up socket readable.</summary>
    bool IsWokenUp { get; }

    /// <summary>The registrations whose sockets are watched.</summary>
    IEnumerable<IoRegistration> Watched { get; }

    /// <summary>Watches a socket in place of the one that the registration had, if any.</summary>
    void Watch(IoRegistration registration, Socket? socket, Interest interest);

    /// <summary>
    /// Stops watching the registration's socket. To be called before the socket is closed: the system gives its descriptor to the next socket.
    /// </summary>
    void Remove(IoRegistration registration);

    /// <summary>Waits until a socket is ready, at most the given number of milliseconds, or without end if that is negative.</summary>
    /// <returns>False when nothing was ready.</returns>
    bool Wait(int milliseconds);

    /// <summary>The best poller for this system.</summary>
    static IPoller Create(Socket wakeUp) => OperatingSystem.IsLinux() ? new EpollPoller(wakeUp) : new SelectPoller(wakeUp);
}

/// <summary>A source whose socket is ready.</summary>
/// <param name="Registration">The source's registration.</param>
/// <param name="Key">
/// The registration's key when the socket was found ready. It differs from the registration's present key if an earlier source of the same turn has
/// caused the socket to be closed or replaced.
/// </param>
/// <param name="Events">Which of the source's interests are met.</param>
internal readonly record struct ReadySource(IoRegistration Registration, long Key, Interest Events);
