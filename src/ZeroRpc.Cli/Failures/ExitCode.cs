namespace ZeroRpc.Cli.Failures;

/// <summary>The exit codes of the tool.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>The remote method failed.</summary>
    public const int RemoteError = 1;

    /// <summary>The command line or an input is not valid. The affected call was not sent.</summary>
    public const int Usage = 2;

    /// <summary>No reply, or no further item, was received in time.</summary>
    public const int Timeout = 3;

    /// <summary>The heartbeats of the remote stopped.</summary>
    public const int LostRemote = 4;

    /// <summary>An endpoint is malformed or cannot be bound.</summary>
    public const int Endpoint = 5;

    /// <summary>The remote violated the protocol.</summary>
    public const int Protocol = 6;

    /// <summary>The handshake failed: the other side refuses this one's key, or has other security.</summary>
    public const int Handshake = 7;

    /// <summary>The tool itself failed because of a bug. The number is EX_SOFTWARE of sysexits.h.</summary>
    public const int Internal = 70;

    /// <summary>Ctrl-C, in the convention of shells: 128 plus the number of the signal.</summary>
    public const int Interrupted = 130;
}
