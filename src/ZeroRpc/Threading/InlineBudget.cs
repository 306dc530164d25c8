namespace ZeroRpc.Threading;

/// <summary>
/// Whether user code of one kind, a method's handlers or a client's callers, is usually done at once. A few that are not are forgiven, for a
/// thread may have had to wait for its processor; what held its thread has to do better for longer the next time. Thread-safe, and roughly
/// right: counts that threads lose to each other do not matter.
/// </summary>
internal sealed class InlineBudget
{
    /// <summary>How many have to be short before the next is believed to be, at first.</summary>
    private const int Few = 32;

    /// <summary>How many at most; and so many that were short make up for all that was held before.</summary>
    private const int Many = 65_536;

    /// <summary>How many times more each time one held its thread.</summary>
    private const int Rise = 4;

    /// <summary>For one that is long, so many have to be short to be believed still.</summary>
    private const int Price = 64;

    /// <summary>To be believed again, so many: on the pool, where threads wait for processors more often.</summary>
    private const int PoolPrice = 4;

    /// <summary>So many that were short may be counted on.</summary>
    private const int Credit = 4 * Price;

    /// <summary>What takes longer is not short: some ten hops to a pool thread.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(50);

    private int _owed = Few;
    private int _next = Few;
    private int _sinceHeld;

    /// <summary>Whether the next one is likely to be short.</summary>
    public bool IsShort => Volatile.Read(ref _owed) <= 0;

    /// <summary>One took so long.</summary>
    public void Note(TimeSpan time)
    {
        if (time <= Short)
        {
            NoteShort();
        }
        else
        {
            int owed = Volatile.Read(ref _owed);
            Volatile.Write(ref _owed, Math.Min(owed + (owed > 0 ? PoolPrice : Price), Volatile.Read(ref _next)));
        }
    }

    /// <summary>One was short, or ran where nobody could tell.</summary>
    public void NoteShort()
    {
        int owed = Volatile.Read(ref _owed);
        if (owed > -Credit) // No more writing then: processors share the line.
        {
            Volatile.Write(ref _owed, owed - 1);
        }
        else if (Volatile.Read(ref _next) != Few && ++_sinceHeld >= Many)
        {
            Volatile.Write(ref _next, Few);
        }
    }

    /// <summary>One holds its thread.</summary>
    public void NoteHeld()
    {
        _sinceHeld = 0;
        if (IsShort)
        {
            Volatile.Write(ref _next, Math.Min(Rise * Volatile.Read(ref _next), Many));
        }

        Volatile.Write(ref _owed, Volatile.Read(ref _next));
    }
}
