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

    /// <summary>
    /// A job's length, as a multiple of the default heartbeat. A peer that is silent is lost after two to four heartbeats: which it is depends
    /// on whether it spoke before (docs/protocol.md, section 4).
    /// </summary>
    public const double Job = 5;

    /// <summary>A heartbeat that any of the jobs here is short for.</summary>
    private const double Long = 6;

    /// <summary>A heartbeat that one job is short for, and two in a row are too long for.</summary>
    private const double Medium = 2;

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
