using ZeroRpc.Client;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>
/// A pushed event until it is passed to a connection, its timeout elapses, or it is cancelled. Also the deadline of its own timeout.
/// </summary>
internal sealed class EventPush(EventPusher pusher, CallSettings settings) : Deadline, IMessageOrigin
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    /// <summary>The settings of the event.</summary>
    public CallSettings Settings => settings;

    /// <summary>Completes when the event has been passed to a connection. Fails if it will not be sent.</summary>
    public Task Task => _done.Task;

    /// <inheritdoc/>
    public bool IsWithdrawn => _done.Task.IsCompleted;

    /// <summary>Starts the timeout and registers the caller's cancellation token.</summary>
    public void Watch(DeadlineClock clock, CancellationToken cancellationToken)
    {
        if (settings.Timeout is { } timeout && !_done.Task.IsCompleted)
        {
            clock.Schedule(this, timeout);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (push, token) => ((EventPush)push!).Cancel(token), this);
        }

        // The thread that completes the push writes that first and looks at the registration then. With this fence between the same two here,
        // one of the two threads sees the other; without it both could miss each other, and a token that lives long would hold the push.
        Interlocked.MemoryBarrier();
        if (_done.Task.IsCompleted)
        {
            clock.Cancel(this);
            _registration.Unregister();
        }
    }

    /// <inheritdoc/>
    public void OnSent(PeerRoute route)
    {
        if (_done.TrySetResult())
        {
            End(isSent: true);
        }
    }

    /// <summary>Fails the event. Returns false if it has already been sent, cancelled or failed.</summary>
    public bool Fail(Exception error)
    {
        if (!_done.TrySetException(error))
        {
            return false;
        }

        End(isSent: false);
        return true;
    }

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness) =>
        Fail(PushErrors.NotPushed(settings, isDisposed: false, pusher.Sockets.IsConnected));

    private void Cancel(CancellationToken token)
    {
        if (_done.TrySetCanceled(token))
        {
            End(isSent: false);
        }
    }

    private void End(bool isSent)
    {
        _registration.Unregister();
        pusher.OnEnded(this, isSent);
    }
}
