using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Logs the peers of one socket whose connections are closed because of a fault. A peer can reconnect as often as it likes, so the number
/// of lines is limited: a burst at first, then one per second with the number of peers that were left out. Thread-safe.
/// </summary>
/// <param name="logger">The logger.</param>
/// <param name="now">Returns the time in milliseconds. Null for the system clock.</param>
internal sealed class CutOffLog(ILogger logger, Func<long>? now = null)
{
    /// <summary>The number of lines that can be written in a burst.</summary>
    public const int Burst = 20;

    private const int MillisecondsPerLine = 1000;

    private readonly Func<long> _now = now ?? (static () => Environment.TickCount64);
    private readonly Lock _gate = new();
    private long _left = Burst;
    private long _filledAt = (now ?? (static () => Environment.TickCount64))();
    private int _leftOut;

    /// <summary>Logs a peer whose connection is closed, unless the limit has been reached.</summary>
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

    /// <summary>Adds the lines that have become available. The caller holds the gate.</summary>
    private void Refill()
    {
        long lines = (_now() - _filledAt) / MillisecondsPerLine;
        _left = Math.Min(Burst, _left + lines);
        _filledAt += lines * MillisecondsPerLine;
    }
}
