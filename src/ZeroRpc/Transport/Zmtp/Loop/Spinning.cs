using System.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Whether to look again and again before sleeping. Waking a thread costs more than a small call, so it pays where the peer answers at once,
/// and nowhere else: what failed a few times in a row is tried only now and then.
/// </summary>
internal sealed class Spinning
{
    /// <summary>So many failures in a row are taken.</summary>
    private const int Patience = 4;

    /// <summary>So many sleeps follow them.</summary>
    private const int Rest = 64;

    /// <summary>How long to look, in the units of <see cref="Stopwatch"/>: some two wake-ups of a thread.</summary>
    private static readonly long Longest = Stopwatch.Frequency / 20_000;

    private int _patience = Patience;
    private int _rest;

    /// <summary>Whether to look again and again this time. To be asked once for each sleep.</summary>
    public bool IsWorthwhile => _patience > 0 || --_rest <= 0;

    /// <summary>Begins; gives what <see cref="IsOver"/> wants.</summary>
    public static long Begin() => Stopwatch.GetTimestamp();

    /// <summary>Whether it has been long enough.</summary>
    public static bool IsOver(long began) => Stopwatch.GetTimestamp() - began > Longest;

    /// <summary>Something came.</summary>
    public void Succeed() => _patience = Patience;

    /// <summary>Nothing came.</summary>
    public void Fail()
    {
        if (--_patience <= 0)
        {
            (_patience, _rest) = (0, Rest);
        }
    }
}
