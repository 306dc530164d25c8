namespace ZeroRpc.Cli.Profiles;

/// <summary>A service as <c>profile set</c> has stored it. What is null is not set; the command's own default applies.</summary>
internal sealed record Profile
{
    /// <summary>The service's address.</summary>
    public string? Address { get; init; }

    /// <summary>Entries for the header of each call.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary><c>--timeout</c>, as given.</summary>
    public string? Timeout { get; init; }

    /// <summary><c>--connect-timeout</c>, as given.</summary>
    public string? ConnectTimeout { get; init; }

    /// <summary><c>--heartbeat</c>, as given.</summary>
    public string? Heartbeat { get; init; }

    /// <summary><c>--active-hb</c>.</summary>
    public bool ActiveHeartbeat { get; init; }
}
