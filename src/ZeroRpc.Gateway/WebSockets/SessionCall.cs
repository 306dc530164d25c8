namespace ZeroRpc.Gateway.WebSockets;

/// <summary>A call of a WebSocket that has not ended.</summary>
internal sealed class SessionCall : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly SemaphoreSlim _credits;

    /// <summary>Creates a call.</summary>
    /// <param name="id">The id that the client has chosen.</param>
    /// <param name="credits">The number of items that the client takes ahead.</param>
    /// <param name="session">Fires when the WebSocket ends.</param>
    public SessionCall(long id, int credits, CancellationToken session)
    {
        Id = id;
        _credits = new SemaphoreSlim(credits, ClientFrame.MaxCredits);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(session);
    }

    public long Id { get; }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Cancels the call. It may have ended meanwhile.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ends at the same time.
        }
    }

    /// <summary>Allows more items. Returns false if they are more than any stream may have.</summary>
    public bool TryGrant(int items)
    {
        try
        {
            _credits.Release(items);
            return true;
        }
        catch (SemaphoreFullException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true; // The stream ends at the same time.
        }
    }

    /// <summary>Takes the credit for one item, or waits for it: the stream is then held back.</summary>
    public Task TakeCreditAsync(CancellationToken cancellationToken) => _credits.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        _credits.Dispose();
    }
}
