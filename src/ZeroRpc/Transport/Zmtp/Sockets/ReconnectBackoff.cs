namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// How long to wait before connecting again: 100 ms, libzmq's default, for the first seconds, in which most servers restart; then up to 800 ms, so
/// that a server that comes late is found within a second. Each time is random, so that the clients of a server do not come all at once.
/// </summary>
internal sealed class ReconnectBackoff
{
    /// <summary>The longest time between two attempts at first, in milliseconds.</summary>
    public const int First = 100;

    /// <summary>The longest time between two attempts, in milliseconds.</summary>
    public const int Longest = 800;

    /// <summary>How long attempts come quickly, in milliseconds.</summary>
    public const int QuickTime = 3000;

    private int _longest = First;
    private long? _began;

    /// <summary>The time to wait from <paramref name="now"/> on, in milliseconds: a random one from half the present longest time to all of it.</summary>
    public int Next(long now)
    {
        _began ??= now;
        if (now - _began >= QuickTime)
        {
            _longest = Math.Min(_longest * 2, Longest);
        }

        return Random.Shared.Next(_longest / 2, _longest + 1);
    }

    /// <summary>Begins anew: a connection was made and lasted.</summary>
    public void Reset() => (_longest, _began) = (First, null);
}
