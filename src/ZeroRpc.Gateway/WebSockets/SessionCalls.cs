namespace ZeroRpc.Gateway.WebSockets;

/// <summary>The calls of one WebSocket, by their ids, and the wait for the end of all. Thread-safe.</summary>
internal sealed class SessionCalls
{
    private readonly Dictionary<long, SessionCall> _calls = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1; // One for the session itself.

    /// <summary>The number of calls.</summary>
    public int Count
    {
        get
        {
            lock (_calls)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Adds a call. Returns false if its id is in use.</summary>
    public bool TryAdd(SessionCall call)
    {
        lock (_calls)
        {
            if (!_calls.TryAdd(call.Id, call))
            {
                return false;
            }

            _running++;
            return true;
        }
    }

    /// <summary>Finds a call.</summary>
    public SessionCall? Find(long id)
    {
        lock (_calls)
        {
            return _calls.GetValueOrDefault(id);
        }
    }

    /// <summary>Frees the id of a call, before its last frame is sent: the client may then use the id again.</summary>
    public void Remove(SessionCall call)
    {
        lock (_calls)
        {
            if (_calls.GetValueOrDefault(call.Id) == call)
            {
                _calls.Remove(call.Id);
            }
        }
    }

    /// <summary>Notes that a call, or the session itself, does nothing any more.</summary>
    public void End()
    {
        bool isLast;
        lock (_calls)
        {
            isLast = --_running == 0;
        }

        if (isLast)
        {
            _ended.SetResult();
        }
    }

    /// <summary>Ends the session's own part and waits until all calls have ended.</summary>
    public Task EndAllAsync()
    {
        End();
        return _ended.Task;
    }
}
