namespace ZeroRpc.Gateway.WebSockets;

/// <summary>Reads a client more slowly that sends too many messages: the transport then holds it back.</summary>
internal sealed class MessageRate(int perSecond, TimeProvider time)
{
    private long _second = time.GetTimestamp();
    private int _count;

    /// <summary>Notes a message, and waits for the next second if this one has had enough.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan elapsed = time.GetElapsedTime(_second);
        if (elapsed >= TimeSpan.FromSeconds(1))
        {
            (_second, _count) = (time.GetTimestamp(), 0);
        }
        else if (_count >= perSecond)
        {
            await Task.Delay(TimeSpan.FromSeconds(1) - elapsed, time, cancellationToken).ConfigureAwait(false);
            (_second, _count) = (time.GetTimestamp(), 0);
        }

        _count++;
    }
}
