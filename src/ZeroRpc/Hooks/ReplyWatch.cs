using ZeroRpc.Diagnostics;
using ZeroRpc.Events;

namespace ZeroRpc.Hooks;

/// <summary>Follows the replies of one call to their end, for those who run around it.</summary>
internal sealed class ReplyWatch
{
    private List<Action<Exception?>>? _callbacks;
    private Exception? _outcome;
    private bool _ended;
    private bool _left;

    /// <summary>The latest reply: the first one, and after a stream's end that.</summary>
    public IncomingEvent Latest { get; private set; }

    /// <summary>The call as those see it who listen; null where nobody does. A stream that its reader leaves has not failed.</summary>
    public ObservedCall? Observed { get; set; }

    /// <summary>A reply came. Called on the transport's thread; whoever waits for the reply sees it.</summary>
    public void Note(in IncomingEvent received) => Latest = received.Kept();

    /// <summary>Has a callback run when the stream has ended: with null, or with why. What it throws takes the place of that.</summary>
    public void OnEnded(Action<Exception?> callback)
    {
        if (_ended)
        {
            callback(_outcome);
        }
        else
        {
            (_callbacks ??= []).Add(callback);
        }
    }

    /// <summary>The stream has ended, or is left: runs the callbacks, the first time.</summary>
    /// <returns>How it ended, now that they have run.</returns>
    public Exception? End(Exception? error)
    {
        if (_ended)
        {
            return error;
        }

        _ended = true;
        _outcome = error;
        foreach (Action<Exception?> callback in _callbacks ?? [])
        {
            try
            {
                callback(_outcome);
            }
            catch (Exception e)
            {
                _outcome = e;
            }
        }

        if (_outcome is not null && !_left)
        {
            Observed?.Fail(_outcome);
        }

        Observed?.End();
        return _outcome;
    }

    /// <summary>The stream is left before its end.</summary>
    public void Leave()
    {
        _left = !_ended;
        End(new OperationCanceledException("The stream was left before its end."));
    }

    /// <summary>Passes a stream's items on and sees how it ends.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(IAsyncEnumerable<T> items)
    {
        IAsyncEnumerator<T> reader = items.GetAsyncEnumerator();
        try
        {
            while (await MoveNextAsync(reader).ConfigureAwait(false))
            {
                Observed?.OnItem();
                yield return reader.Current;
            }
        }
        finally
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            Leave();
        }
    }

    /// <summary>Passes a stream's items on, blocking between them, and sees how it ends.</summary>
    public IEnumerable<T> Follow<T>(IEnumerable<T> items)
    {
        using IEnumerator<T> reader = items.GetEnumerator();
        try
        {
            while (MoveNext(reader))
            {
                Observed?.OnItem();
                yield return reader.Current;
            }
        }
        finally
        {
            Leave();
        }
    }

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> reader)
    {
        bool more;
        try
        {
            more = await reader.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ThrowIfOther(End(e), e);
            throw;
        }

        return more || Done();
    }

    private bool MoveNext<T>(IEnumerator<T> reader)
    {
        bool more;
        try
        {
            more = reader.MoveNext();
        }
        catch (Exception e)
        {
            ThrowIfOther(End(e), e);
            throw;
        }

        return more || Done();
    }

    private bool Done()
    {
        ThrowIfOther(End(null), null);
        return false;
    }

    private static void ThrowIfOther(Exception? outcome, Exception? thrown)
    {
        if (outcome is not null && outcome != thrown)
        {
            throw outcome;
        }
    }
}
