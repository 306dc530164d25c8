namespace ZeroRpc.Gateway.Calls;

/// <summary>
/// The end that a client sets for its call. It also ends a stream, whereas the timeout of a call counts only until the first reply.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _both;
    private readonly CancellationToken _cancellation;

    /// <summary>Starts to count.</summary>
    /// <param name="timeout">The time that the call may take. Null for no deadline.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">The token by which the client cancels the call.</param>
    public Deadline(TimeSpan? timeout, TimeProvider time, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        if (timeout is { } limit)
        {
            _timer = new CancellationTokenSource(limit, time);
            _both = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellation);
        }
    }

    /// <summary>Fires at the deadline and when the client cancels the call.</summary>
    public CancellationToken Token => _both?.Token ?? _cancellation;

    /// <summary>Returns the failure of a call: a cancellation by the deadline is a timeout.</summary>
    public Exception Explain(Exception failure) =>
        failure is OperationCanceledException && _timer?.IsCancellationRequested == true && !_cancellation.IsCancellationRequested
            ? new CallTimeoutException("The deadline of the call has passed.")
            : failure;

    /// <inheritdoc/>
    public void Dispose()
    {
        _both?.Dispose();
        _timer?.Dispose();
    }
}
