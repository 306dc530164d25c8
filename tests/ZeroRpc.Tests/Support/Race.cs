namespace ZeroRpc.Tests.Support;

/// <summary>
/// Has two threads do something at the same moment, round after round, the one or the other a little earlier, so that interleavings of a few
/// nanoseconds come about.
/// </summary>
internal static class Race
{
    private const int MostSpins = 60;

    /// <summary>Runs rounds.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="prepare">Gives what the two threads do in a round, and what must hold when both have done it.</param>
    public static void Run(int rounds, Func<(Action First, Action Second, Action Check)> prepare)
    {
        using var second = new SecondThread();
        for (int round = 0; round < rounds; round++)
        {
            (Action first, Action other, Action check) = prepare();
            int lead = Random.Shared.Next(-MostSpins, MostSpins + 1);
            second.Begin(other, Math.Max(lead, 0));
            Thread.SpinWait(Math.Max(-lead, 0));
            first();
            second.WaitUntilDone();
            check();
        }
    }

    private sealed class SecondThread : IDisposable
    {
        private readonly Thread _thread;
        private Action? _next;
        private int _spins;
        private Exception? _error;
        private volatile bool _hasWork;
        private volatile bool _isOver;

        public SecondThread()
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Race" };
            _thread.Start();
        }

        public void Begin(Action work, int spins)
        {
            (_next, _spins) = (work, spins);
            _hasWork = true;
        }

        public void WaitUntilDone()
        {
            SpinUntil(() => !_hasWork);
            if (_error is { } error)
            {
                throw new InvalidOperationException("The second thread failed.", error);
            }
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
        }

        private void Run()
        {
            while (true)
            {
                SpinUntil(() => _hasWork || _isOver);
                if (!_hasWork)
                {
                    return;
                }

                Thread.SpinWait(_spins);
                try
                {
                    _next!();
                }
                catch (Exception exception)
                {
                    _error = exception;
                }

                _hasWork = false;
            }
        }

        private static void SpinUntil(Func<bool> condition)
        {
            // No sleeping: a thread that wakes is too late to meet the other.
            for (int spins = 0; !condition(); spins++)
            {
                if (spins % 1000 == 999)
                {
                    Thread.Yield();
                }
            }
        }
    }
}
