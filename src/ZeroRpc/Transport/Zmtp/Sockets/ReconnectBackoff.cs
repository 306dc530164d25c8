namespace ZeroRpc.Transport.Zmtp;

/// <summary>How long to wait before connecting again: 100 ms at first, libzmq's default, twice as long each time, and not for all at once.</summary>
internal sealed class ReconnectBackoff
{
    /// <summary>The time to the first attempt, in milliseconds.</summary>
    public const int First = 100;

    /// <summary>The longest time between attempts, in milliseconds.</summary>
    public const int Longest = 2000;

    private int _next = First;

    /// <summary>The next time to wait, in milliseconds: a random one from half the time to all of it.</summary>
    public int Next()
    {
        int delay = Random.Shared.Next(_next / 2, _next + 1);
        _next = Math.Min(_next * 2, Longest);
        return delay;
    }

    /// <summary>Starts again from the shortest.</summary>
    public void Reset() => _next = First;
}
