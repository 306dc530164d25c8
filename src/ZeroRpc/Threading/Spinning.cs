using System.Diagnostics;

namespace ZeroRpc.Threading;

/// <summary>
/// Decides whether a loop polls for work before it sleeps. Waking a thread costs more than a small call, so polling pays off if the peer
/// replies immediately, and only then. After some failures in a row, it is tried only from time to time.
/// </summary>
internal sealed class Spinning
{
    /// <summary>The number of failures in a row after which polling pauses.</summary>
    private const int Patience = 4;

    /// <summary>The number of sleeps before polling is tried again.</summary>
    private const int Rest = 64;

    /// <summary>How long to poll, in units of <see cref="Stopwatch"/>: 50 µs, which is about two wake-ups of a thread.</summary>
    private static readonly long Longest = Stopwatch.Frequency / 20_000;

    private int _patience = Patience;
    private int _rest;

    /// <summary>Whether to poll before this sleep. Must be read once for each sleep.</summary>
    public bool IsWorthwhile => _patience > 0 || --_rest <= 0;

    /// <summary>Returns the start time for <see cref="IsOver"/>.</summary>
    public static long Begin() => Stopwatch.GetTimestamp();

    /// <summary>Returns true if polling has lasted long enough.</summary>
    public static bool IsOver(long began) => Stopwatch.GetTimestamp() - began > Longest;

    /// <summary>Polling was successful.</summary>
    public void Succeed() => _patience = Patience;

    /// <summary>Polling was not successful.</summary>
    public void Fail()
    {
        if (--_patience <= 0)
        {
            (_patience, _rest) = (0, Rest);
        }
    }
}
