using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc;

/// <summary>The options that all clients, servers and one-way sockets share. The owner reads them once, when it is created.</summary>
public abstract class ZeroRpcOptions
{
    /// <summary>Reading and writing values is recursive. The stack of a pool thread holds many times this depth.</summary>
    private const int DeepestThatFitsAStack = 1000;

    /// <summary>The longest duration that .NET timers and ZeroMQ's linger option accept.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>
    /// The largest message that is sent or accepted, in bytes. The default is 100 MiB, because Python drops larger events without reading
    /// them. The minimum is 64.
    /// </summary>
    public int MaxMessageSize { get; set; } = 100 * 1024 * 1024;

    /// <summary>
    /// How long disposal waits until messages that were already sent have left the process. The default is 1 s; the maximum is 24 days.
    /// </summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time after which a connection is closed, and made anew, because its peer has given no sign of life. The default is 30 s; the
    /// minimum is 100 ms and the maximum 1 h. Null switches this off, as <see cref="ZeroRpcChannelOptions.Heartbeat"/> of null also does. A
    /// peer that has sent nothing for some time is asked by a <c>PING</c> if it knows ZMTP 3.1 (libzmq 4.3.3 or later), except by pushers and
    /// publishers, whose peers may be busy for longer. On Linux, packets that the machine of the peer does not acknowledge count as well.
    /// </summary>
    public TimeSpan? KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether handlers and continuations of callers can run on the thread that reads the socket. True, the default, allows it for code that
    /// usually completes within 50 µs; code that then blocks loses the socket to another thread within 8 ms. False never runs user code on
    /// that thread, which costs each call the wake-up of another thread on each side.
    /// </summary>
    public bool InlineExecution { get; set; } = true;

    /// <summary>
    /// The mode of the socket file that binding an <c>ipc://</c> endpoint creates, which determines who can connect. Null, the default,
    /// uses the mode that the umask of the process allows. Not supported on Windows.
    /// </summary>
    public UnixFileMode? UnixSocketMode { get; set; }

    /// <summary>The limits that keep one peer from taking the resources of others.</summary>
    public ZeroRpcLimits Limits { get; set; } = new();

    /// <summary>How values and names travel. <see cref="ValueOptions.Python"/> gives names Python's form.</summary>
    public ValueOptions Values { get; set; } = new();

    /// <summary>Hooks into calls and events, run in the order of the list. Empty by default.</summary>
    public IList<IZeroRpcHooks> Hooks { get; } = [];

    /// <summary>The logger factory. By default nothing is logged.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The clock for heartbeats and timeouts. The default is the system clock; tests can use another.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Whether connections are secured, which <c>UseCurve</c> of the package ZeroRpc.Curve sees to; false by default.</summary>
    public bool HasSecurity => Security is not null;

    /// <summary>The security of connections by <c>tcp://</c> and <c>ipc://</c>; null, the default, for none.</summary>
    internal ISecurity? Security { get; set; }

    /// <summary>Creates the transports. The default is the library's own factory; another package can replace it.</summary>
    internal ITransportFactory Transports { get; set; } = TransportFactory.Default;

    /// <summary>Refuses what cannot work. Their owner does so by itself, when it is made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message says which one.</exception>
    /// <exception cref="ArgumentException">A null stands where something is needed, or connections cannot be secured.</exception>
    public virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageSize, 64, nameof(MaxMessageSize));
        ValidateTimer(Linger, nameof(Linger));
        ValidateKeepAlive(KeepAliveTimeout);
        ArgumentNullException.ThrowIfNull(Limits);
        Limits.Validate();
        ArgumentNullException.ThrowIfNull(Values);
        ArgumentOutOfRangeException.ThrowIfLessThan(Values.MaxDepth, 1, nameof(Values.MaxDepth));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Values.MaxDepth, DeepestThatFitsAStack, nameof(Values.MaxDepth));
        if (!Enum.IsDefined(Values.TimeFormat))
        {
            throw new ArgumentOutOfRangeException(nameof(Values.TimeFormat), Values.TimeFormat, "It is not a TimeFormat.");
        }

        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ValidateNoNull(Hooks, nameof(Hooks));
        if (HasSecurity && Transports.SecurityProblem is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }

    private static void ValidateKeepAlive(TimeSpan? timeout)
    {
        if (timeout is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(100), nameof(KeepAliveTimeout));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromHours(1), nameof(KeepAliveTimeout));
        }
    }

    /// <summary>Throws an exception if a duration is negative or longer than .NET timers accept.</summary>
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
            throw new ArgumentException($"{name} contains null.", name);
        }
    }
}
