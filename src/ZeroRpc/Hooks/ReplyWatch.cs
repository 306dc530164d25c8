using ZeroRpc.Diagnostics;
using ZeroRpc.Events;

namespace ZeroRpc.Hooks;

/// <summary>
/// Tracks the replies of one call until the last one, for the code that runs around the call: hooks, interceptors, spans and metrics.
/// </summary>
internal sealed class ReplyWatch
{
    private List<Action<Exception?>>? _callbacks;
    private Exception? _outcome;
    private bool _ended;
    private bool _abandoned;

    /// <summary>The latest reply: the first reply or, once a stream has ended, its last event.</summary>
    public IncomingEvent Latest { get; private set; }

    /// <summary>
    /// The span and metrics of the call. Null if neither is being collected. A stream that its reader abandons does not count as failed.
    /// </summary>
    public ObservedCall? Observed { get; set; }

    /// <summary>Stores a received reply. Runs on the transport's thread, before the code that waits for the reply continues.</summary>
    public void Note(in IncomingEvent received) => Latest = received.Kept();

    /// <summary>
    /// Registers a callback for the end of the stream. Its argument is null, or the exception that ended the stream. If the stream has
    /// already ended, the callback runs immediately. An exception that it throws replaces the outcome.
    /// </summary>
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

    /// <summary>Ends the stream and runs the callbacks. Only the first call has an effect.</summary>
    /// <returns>The outcome after the callbacks have run: null, or the exception to throw to the reader.</returns>
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

        if (_outcome is not null && !_abandoned)
        {
            Observed?.Fail(_outcome);
        }

        Observed?.End();
        return _outcome;
    }

    /// <summary>Ends the stream because its reader stopped before the end.</summary>
    public void Abandon()
    {
        _abandoned = !_ended;
        End(new OperationCanceledException("The stream was abandoned before its end."));
    }

    /// <summary>Passes the items of a stream on to the reader, and tracks how the stream ends.</summary>
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
            Abandon();
        }
    }

    /// <summary>Passes the items of a stream on to a blocking reader, and tracks how the stream ends.</summary>
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
            Abandon();
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

        return more || EndOfStream();
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

        return more || EndOfStream();
    }

    private bool EndOfStream()
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
