using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc;

/// <summary>What everything that has a socket has in common. Options are read once, when their owner is made.</summary>
public abstract class ZeroRpcSocketOptions
{
    /// <summary>Readers and writers of values recurse; a pool thread's stack holds many times this.</summary>
    private const int DeepestThatFitsAStack = 1000;

    /// <summary>The longest time that .NET's timers, and ZeroMQ's linger, take.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The largest message sent or taken, in bytes. 100 MiB by default: beyond that Python drops an event unread.</summary>
    public int MaxMessageSize { get; set; } = 100 * 1024 * 1024;

    /// <summary>How long what was sent may take to leave when its sender is disposed. 1 s by default; at most 24 days.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The mode of the file that binding an <c>ipc://</c> endpoint makes, so who may connect; null, the default, is what the process's mask
    /// leaves. Not on Windows.
    /// </summary>
    public UnixFileMode? UnixSocketMode { get; set; }

    /// <summary>How values and names travel. <see cref="ValueOptions.Python"/> gives names Python's form.</summary>
    public ValueOptions Values { get; set; } = new();

    /// <summary>Hooks into calls and events, run in this order; none by default.</summary>
    public IList<IZeroRpcMiddleware> Middleware { get; } = [];

    /// <summary>Where to log to; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The clock for heartbeats and timeouts; the system's by default, another one for tests.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Whether connections are secured, which <c>UseCurve</c> of the package ZeroRpc.Curve sees to; false by default.</summary>
    public bool HasSecurity => Security is not null;

    /// <summary>The security of connections by <c>tcp://</c> and <c>ipc://</c>; null, the default, for none.</summary>
    internal ISecurity? Security { get; set; }

    /// <summary>What makes the transports: the library's own by default, which another package may replace.</summary>
    internal ITransportFactory Transports { get; set; } = TransportFactory.Default;

    /// <summary>Refuses what cannot work. Their owner does so by itself, when it is made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message says which one.</exception>
    /// <exception cref="ArgumentException">A null stands where something is needed, or connections cannot be secured.</exception>
    public virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageSize, 64, nameof(MaxMessageSize));
        ValidateTimer(Linger, nameof(Linger));
        ArgumentNullException.ThrowIfNull(Values);
        ArgumentOutOfRangeException.ThrowIfLessThan(Values.MaxDepth, 1, nameof(Values.MaxDepth));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Values.MaxDepth, DeepestThatFitsAStack, nameof(Values.MaxDepth));
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ValidateNoNull(Middleware, nameof(Middleware));
        if (HasSecurity && Transports.SecurityProblem is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }

    /// <summary>Refuses a time that .NET's timers do not take.</summary>
    private protected static void ValidateTimer(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestTimer, name);
    }

    /// <summary>Refuses a timeout that is neither above zero nor infinite.</summary>
    private protected static void ValidateTimeout(TimeSpan timeout, string name)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, name);
        }
    }

    /// <summary>Refuses a list with a null in it.</summary>
    private protected static void ValidateNoNull<T>(IEnumerable<T> list, string name)
    {
        if (list.Any(each => each is null))
        {
            throw new ArgumentException($"A null stands in {name}.", name);
        }
    }
}
