using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Logs the peers of one socket that are cut off: a few at once, then one a second, and how many were left out. A peer that is cut off connects
/// again as often as it likes. Thread-safe.
/// </summary>
/// <param name="logger">The logger.</param>
/// <param name="now">The time in milliseconds; null for the system's.</param>
internal sealed class CutOffLog(ILogger logger, Func<long>? now = null)
{
    /// <summary>The number of lines that may come at once.</summary>
    public const int Burst = 20;

    private const int MillisecondsPerLine = 1000;

    private readonly Func<long> _now = now ?? (static () => Environment.TickCount64);
    private readonly Lock _gate = new();
    private long _left = Burst;
    private long _filledAt = (now ?? (static () => Environment.TickCount64))();
    private int _leftOut;

    /// <summary>Logs a peer that is cut off, unless there were too many just now.</summary>
    public void Write(string peer, string reason)
    {
        int leftOut;
        lock (_gate)
        {
            Refill();
            if (_left == 0)
            {
                _leftOut++;
                return;
            }

            _left--;
            (leftOut, _leftOut) = (_leftOut, 0);
        }

        if (leftOut > 0)
        {
            Log.CutOffMore(logger, leftOut);
        }

        Log.CutOff(logger, peer, reason);
    }

    /// <summary>Under the gate.</summary>
    private void Refill()
    {
        long lines = (_now() - _filledAt) / MillisecondsPerLine;
        _left = Math.Min(Burst, _left + lines);
        _filledAt += lines * MillisecondsPerLine;
    }
}
