using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Client.Links;

/// <summary>Raises the event for changed connections, on a pool thread, one at a time and in the order of the changes.</summary>
internal sealed class ConnectionEvents(Action<ZeroRpcConnection, Action<Exception>> raise, ILogger logger) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<ZeroRpcConnection> _changes = [];
    private bool _running;

    /// <summary>Queues a change. Never blocks.</summary>
    public void Add(ZeroRpcConnection change)
    {
        lock (_gate)
        {
            _changes.Enqueue(change);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        while (Next() is { } change)
        {
            raise(change, error => logger.ConnectionHandlerFailed(change.Endpoint, error));
        }
    }

    private ZeroRpcConnection? Next()
    {
        lock (_gate)
        {
            _running = _changes.TryDequeue(out ZeroRpcConnection? change);
            return change;
        }
    }
}
