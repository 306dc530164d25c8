using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Client.Links;

/// <summary>Tells whoever listens of changed connections: on a pool thread, one after the other, in the order they happened.</summary>
internal sealed class ConnectionEvents(Action<ZeroRpcConnection, Action<Exception>> raise, ILogger logger) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<ZeroRpcConnection> _changes = [];
    private bool _running;

    /// <summary>Notes a change; never blocks.</summary>
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
