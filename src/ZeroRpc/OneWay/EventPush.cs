using ZeroRpc.Client;
using ZeroRpc.Threading;
using ZeroRpc.Transport;

namespace ZeroRpc.OneWay;

/// <summary>One pushed event on its way to a peer: it is handed over, or its time is up, or it is given up. Its own deadline.</summary>
internal sealed class EventPush(EventPusher pusher, CallSettings settings) : Deadline, IMessageOrigin
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    /// <summary>Its settings.</summary>
    public CallSettings Settings => settings;

    /// <summary>Completes when the event was handed over, and fails when it will not be.</summary>
    public Task Task => _done.Task;

    /// <inheritdoc/>
    public bool IsWithdrawn => _done.Task.IsCompleted;

    /// <summary>Lets time and the caller's token end the waiting.</summary>
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

    /// <summary>Ends the waiting with an exception; false when it had ended already.</summary>
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
