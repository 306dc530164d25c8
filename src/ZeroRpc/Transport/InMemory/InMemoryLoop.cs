using System.Collections.Concurrent;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.InMemory;

/// <summary>
/// The thread that delivers the messages of an <see cref="InMemoryNetwork"/>. One thread serves client and server, so that a call between
/// them needs no switch of threads. It does not use the thread pool, which user code can block. The thread exists while the network has
/// users. Thread-safe.
/// </summary>
internal sealed class InMemoryLoop
{
    /// <summary>With a single processor, spinning would delay the thread that is about to send.</summary>
    private static readonly bool MaySpin = Environment.ProcessorCount > 1;

    private readonly ConcurrentQueue<InMemoryDelivery> _ready = new();
    private readonly object _work = new();
    private readonly Spinning _spinning = new();
    private int _state = State.NoThread;
    private int _users;

    /// <summary>Whether the thread exists.</summary>
    public bool HasThread => Volatile.Read(ref _state) != State.NoThread;

    /// <summary>Adds a transport that uses the loop.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>Removes a transport. The thread ends when it has delivered what was sent to the last one.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Wake();
        }
    }

    /// <summary>Runs the delivery soon on the loop's thread.</summary>
    public void Add(InMemoryDelivery delivery)
    {
        _ready.Enqueue(delivery);
        Wake();
    }

    // The exchange is a full fence behind the caller's write. Either the thread, which announces its sleep or end before its last look, finds
    // the write, or this exchange finds the announcement.
    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, State.Awake, State.Asleep) == State.Asleep)
        {
            lock (_work)
            {
                Monitor.Pulse(_work);
            }
        }
        else if (!_ready.IsEmpty && Interlocked.CompareExchange(ref _state, State.Awake, State.NoThread) == State.NoThread)
        {
            StartThread();
        }
    }

    private void StartThread() => LibraryThread.Start("ZeroRpc inproc", Run);

    private void Run()
    {
        InlineExecutor turn = InlineExecutor.Begin(StartThread);
        do
        {
            for (int left = _ready.Count; left > 0 && _ready.TryDequeue(out InMemoryDelivery? delivery); left--)
            {
                delivery.Run();
            }

            if (!turn.Run())
            {
                return; // User code was slow, and another thread runs the loop now.
            }
        }
        while (WaitForWork());

        turn.End();
    }

    /// <summary>Returns false if the thread must end, because the network has no users.</summary>
    private bool WaitForWork()
    {
        if (!_ready.IsEmpty || (MaySpin && _spinning.IsWorthwhile && SpinUntilReady()))
        {
            return true;
        }

        bool hasUsers = Volatile.Read(ref _users) > 0;
        Interlocked.Exchange(ref _state, hasUsers ? State.Asleep : State.NoThread);
        if (!_ready.IsEmpty || (Volatile.Read(ref _users) > 0) != hasUsers)
        {
            // Whoever changes the state continues: this thread, or the thread that adds work, which then wakes this one or starts another.
            if (Interlocked.CompareExchange(ref _state, State.Awake, hasUsers ? State.Asleep : State.NoThread) != State.Awake)
            {
                return true;
            }
        }

        if (hasUsers)
        {
            Sleep();
        }

        return hasUsers;
    }

    private void Sleep()
    {
        lock (_work)
        {
            while (Volatile.Read(ref _state) == State.Asleep)
            {
                Monitor.Wait(_work);
            }
        }
    }

    private bool SpinUntilReady()
    {
        long began = Spinning.Begin();
        while (_ready.IsEmpty)
        {
            if (Spinning.IsOver(began))
            {
                _spinning.Fail();
                return false;
            }

            Thread.Yield();
        }

        _spinning.Succeed();
        return true;
    }

    private static class State
    {
        public const int Awake = 0;
        public const int Asleep = 1;
        public const int NoThread = 2;
    }
}
