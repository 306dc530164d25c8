namespace ZeroRpc.Cli.Failures;

/// <summary>What the tool's exit code tells a script.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Done = 0;

    /// <summary>The remote method failed.</summary>
    public const int RemoteError = 1;

    /// <summary>The command line or an input is wrong; nothing was sent because of it.</summary>
    public const int Usage = 2;

    /// <summary>No reply, or no further item, came in time.</summary>
    public const int Timeout = 3;

    /// <summary>The remote's heartbeats stopped.</summary>
    public const int LostRemote = 4;

    /// <summary>An endpoint is none, or cannot be bound.</summary>
    public const int Endpoint = 5;

    /// <summary>The remote broke the protocol.</summary>
    public const int Protocol = 6;

    /// <summary>The handshake failed: the other side refuses this one's key, or has other security.</summary>
    public const int Handshake = 7;

    /// <summary>The tool itself failed: a bug of ours. The number is EX_SOFTWARE of sysexits.h.</summary>
    public const int Internal = 70;

    /// <summary>Ctrl-C, as shells count it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;
}
