namespace ZeroRpc.Threading;

/// <summary>
/// Decides whether user code of one kind (the handlers of a method, or the continuations of a client's calls) can run inline on a loop's
/// thread, because it usually completes quickly. A few slow runs are tolerated, because a thread may have had to wait for a processor. User
/// code that blocked its thread must be quick for longer each time before it runs inline again. Thread-safe; concurrent updates can be
/// lost, which does not matter.
/// </summary>
internal sealed class InlineBudget
{
    /// <summary>The initial number of quick runs that are required before the next one runs inline.</summary>
    private const int Few = 32;

    /// <summary>
    /// The largest number of quick runs that can be required. After this number of quick runs, the requirement falls back to the initial
    /// number.
    /// </summary>
    private const int Many = 65_536;

    /// <summary>The factor by which the required number grows each time user code blocks its thread.</summary>
    private const int Rise = 4;

    /// <summary>The number of quick runs that must compensate for each slow inline run.</summary>
    private const int Price = 64;

    /// <summary>The same for a slow run on a pool thread, where threads wait for processors more often.</summary>
    private const int PoolPrice = 4;

    /// <summary>The largest surplus of quick runs that counts.</summary>
    private const int Credit = 4 * Price;

    /// <summary>The longest duration of a quick run, which is about ten times the cost of a switch to a pool thread.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(50);

    private int _owed = Few;
    private int _next = Few;
    private int _sinceHeld;

    /// <summary>Whether the next run will probably be quick, so that it can run inline.</summary>
    public bool IsShort => Volatile.Read(ref _owed) <= 0;

    /// <summary>Records the duration of a run.</summary>
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

    /// <summary>Records a quick run, or one whose duration could not be measured.</summary>
    public void NoteShort()
    {
        int owed = Volatile.Read(ref _owed);
        if (owed > -Credit) // The value is no longer written at the limit, because processors share the cache line.
        {
            Volatile.Write(ref _owed, owed - 1);
        }
        else if (Volatile.Read(ref _next) != Few && ++_sinceHeld >= Many)
        {
            Volatile.Write(ref _next, Few);
        }
    }

    /// <summary>Records that a run is blocking its thread.</summary>
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
