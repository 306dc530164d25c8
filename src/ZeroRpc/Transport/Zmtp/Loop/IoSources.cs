using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The sources of a loop with their registrations and deadlines. Used only on the loop's thread, except for <see cref="OnChanged"/>.
/// </summary>
internal sealed class IoSources(IPoller poller)
{
    private readonly ChangedSources _changed = new();
    private readonly DeadlineHeap<IoRegistration> _deadlines = new();
    private readonly List<IoSource> _due = [];

    /// <summary>
    /// When the first source is due, in the time of <see cref="Environment.TickCount64"/>. <see cref="long.MaxValue"/> if none is.
    /// </summary>
    public long DueAt => _deadlines.First?.HeapTime ?? long.MaxValue;

    /// <summary>Adds a source. Returns the result of <see cref="TryUpdate"/>.</summary>
    public Exception? Add(IoSource source)
    {
        source.Registration.IsAdded = true;
        source.Loops.Add(source);
        return TryUpdate(source);
    }

    /// <summary>Removes a source. Returns false if it was not there.</summary>
    public bool Remove(IoSource source)
    {
        IoRegistration registration = source.Registration;
        if (!registration.IsAdded)
        {
            return false;
        }

        registration.IsAdded = false;
        _deadlines.Remove(registration);
        poller.Remove(registration);
        source.Loops.Remove(source);
        return true;
    }

    /// <summary>Lists a source for <see cref="TakeChanged"/>. Can be called on any thread.</summary>
    public void OnChanged(IoSource source) => _changed.Add(source);

    /// <summary>
    /// Returns the sources that <see cref="OnChanged"/> has listed, and empties the list. The result is valid until the next call.
    /// </summary>
    public List<IoSource> TakeChanged() => _changed.Take();

    /// <summary>Returns the sources that are due, and removes their deadlines. The result is valid until the next call.</summary>
    public List<IoSource> TakeDue()
    {
        _due.Clear();
        long now = Environment.TickCount64;
        while (_deadlines.First is { } first && first.HeapTime <= now)
        {
            _deadlines.Remove(first);
            _due.Add(first.Source);
        }

        return _due;
    }

    /// <summary>
    /// Compares the interest and deadline of a source with those that are registered, so that only a difference costs a system call.
    /// Returns the exception that the source or the poller threw, or null.
    /// </summary>
    public Exception? TryUpdate(IoSource source)
    {
        IoRegistration registration = source.Registration;
        if (!registration.IsAdded)
        {
            return null;
        }

        try
        {
            Socket? socket = source.Socket;
            ObjectDisposedException.ThrowIf(socket is { SafeHandle.IsClosed: true }, typeof(Socket));
            Interest interest = socket is null ? Interest.None : source.Interest;
            if (interest != registration.Interest || (socket != registration.Socket && interest != Interest.None))
            {
                poller.Watch(registration, socket, interest);
            }

            SetDeadline(registration, source.DueAt);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void SetDeadline(IoRegistration registration, long dueAt)
    {
        bool isSet = registration.HeapIndex >= 0;
        if (isSet ? registration.HeapTime == dueAt : dueAt == long.MaxValue)
        {
            return;
        }

        _deadlines.Remove(registration);
        if (dueAt != long.MaxValue)
        {
            registration.HeapTime = dueAt;
            _deadlines.Add(registration);
        }
    }
}
