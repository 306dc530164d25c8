using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Counts what a publisher drops, and logs it by runs: the first event of one with the reason, and how many there were when one gets
/// through again; a line for each would be a flood. Thread-safe.
/// </summary>
internal sealed class DropCount(ILogger logger, OneWaySockets sockets)
{
    private long _total;
    private long _run;

    /// <summary>How many there were.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>The socket's own queue was full.</summary>
    public void OnQueueFull()
    {
        Metrics.OnDropped(DropReasons.Full);
        if (IsFirst())
        {
            logger.PublishQueueFull(sockets.Endpoints);
        }
    }

    /// <summary>The transport dropped one.</summary>
    public void OnDropped(DropReason reason)
    {
        Metrics.OnDropped(reason == DropReason.NobodySubscribes ? DropReasons.NoSubscriber : DropReasons.Full);
        if (!IsFirst())
        {
            return;
        }

        if (reason == DropReason.NobodySubscribes)
        {
            logger.NobodySubscribes(sockets.Endpoints);
        }
        else
        {
            logger.SubscriberFull(sockets.Endpoints);
        }
    }

    /// <summary>One got through.</summary>
    public void OnSent()
    {
        if (Volatile.Read(ref _run) > 0 && Interlocked.Exchange(ref _run, 0) is > 0 and long run)
        {
            logger.PublishingAgain(sockets.Endpoints, run);
        }
    }

    private bool IsFirst()
    {
        Interlocked.Increment(ref _total);
        return Interlocked.Increment(ref _run) == 1;
    }
}
