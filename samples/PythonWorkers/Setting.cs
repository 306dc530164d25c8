/// <summary>How the two sides are set in one measurement. A heartbeat of null is none.</summary>
/// <param name="Name">What it is about.</param>
public sealed record Setting(string Name)
{
    /// <summary>Python's heartbeat, as a multiple of the default.</summary>
    public double? PythonHeartbeat { get; init; } = 1;

    /// <summary>.NET's heartbeat, as a multiple of the default.</summary>
    public double? Heartbeat { get; init; } = 1;

    /// <summary>Whether Python computes in a thread, so that gevent goes on.</summary>
    public bool InThread { get; init; }

    /// <summary>Python's <c>pool_size</c>.</summary>
    public int? PoolSize { get; init; }

    /// <summary>Whether .NET gives a worker its next job when it is done with the last, or while it is busy.</summary>
    public bool OneByOne { get; init; } = true;

    /// <summary>Whether .NET makes lost calls again.</summary>
    public bool Retries { get; init; }

    /// <summary>Whether a worker is killed in the middle of its first job.</summary>
    public bool OneIsKilled { get; init; }

    /// <summary>A heartbeat of which two are longer than any job.</summary>
    private const double Long = 6;

    /// <summary>A heartbeat of which two are longer than one job, and three shorter than two jobs.</summary>
    private const double Medium = 2.2;

    /// <summary>A job's length, as a multiple of the default heartbeat: beyond the three after which a peer is lost at the latest.</summary>
    public const double Job = 4;

    /// <summary>What is measured, in the order of the README's table.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("the defaults"),
        new("raised in Python only") { PythonHeartbeat = Long },
        new("raised in .NET only") { Heartbeat = Long },
        new("raised in .NET only, computed in a thread") { Heartbeat = Long, InThread = true },
        new("raised on both sides") { PythonHeartbeat = Long, Heartbeat = Long },
        new("off on both sides") { PythonHeartbeat = null, Heartbeat = null },
        new("the defaults, computed in a thread") { InThread = true },
        new("raised above one job, two at each worker") { PythonHeartbeat = Medium, Heartbeat = Medium, OneByOne = false },
        new("in a thread, pool_size=1, two at each worker") { InThread = true, PoolSize = 1, OneByOne = false },
        new("off, a worker killed") { PythonHeartbeat = null, Heartbeat = null, OneIsKilled = true },
        new("off, a worker killed, with retries") { PythonHeartbeat = null, Heartbeat = null, OneIsKilled = true, Retries = true },
    ];
}
