using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// Counts the events that a publisher drops. Consecutive drops are logged as one run: the first drop with its reason, and the number of
/// drops once an event is sent again. A log line per event would flood the log. Thread-safe.
/// </summary>
internal sealed class DropCount(ILogger logger, OneWaySockets sockets)
{
    private long _total;
    private long _run;

    /// <summary>The number of dropped events.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Counts an event that was dropped because the queue of the socket was full.</summary>
    public void OnQueueFull()
    {
        Metrics.OnDropped(DropReasons.Full);
        if (IsFirst())
        {
            logger.PublishQueueFull(sockets.Endpoints);
        }
    }

    /// <summary>Counts an event that the transport dropped.</summary>
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

    /// <summary>Ends a run of drops, because an event was sent.</summary>
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
