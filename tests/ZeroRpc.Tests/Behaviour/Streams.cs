using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Streams that handlers of tests give.</summary>
internal static class Streams
{
    /// <summary>0, 1, 2… until the caller is lost.</summary>
    public static async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken lost)
    {
        for (int i = 0; ; i++)
        {
            lost.ThrowIfCancellationRequested();
            yield return i;
            if (i % 1000 == 0)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>0, 1, 2… while it counts what is taken, and tells when a number is reached.</summary>
    public sealed class Counted(int tellAt)
    {
        private int _produced;

        public int Produced => Volatile.Read(ref _produced);

        public Signal Reached { get; } = new();

        public async IAsyncEnumerable<int> Items(int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (Interlocked.Increment(ref _produced) == tellAt)
                {
                    Reached.Set();
                }

                yield return i;
            }

            await Task.CompletedTask;
        }
    }
}
