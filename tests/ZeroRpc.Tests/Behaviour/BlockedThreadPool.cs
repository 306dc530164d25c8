namespace ZeroRpc.Tests.Behaviour;

/// <summary>User code that holds every thread of the pool, also those that the pool adds meanwhile, until it is disposed.</summary>
internal sealed class BlockedThreadPool : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly CountdownEvent _left = new(Count);

    private const int Count = 200;

    public BlockedThreadPool()
    {
        ThreadPool.GetMinThreads(out int threads, out _);
        using var held = new CountdownEvent(threads);
        for (int i = 0; i < Count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Hold(held), null);
        }

        Assert.True(held.Wait(Hang.Guard, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _release.Set();
        _left.Wait();
        _left.Dispose();
        _release.Dispose();
    }

    private void Hold(CountdownEvent held)
    {
        try
        {
            if (!held.IsSet)
            {
                held.Signal();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            // Another one was the last that counted.
        }

        _release.Wait();
        _left.Signal();
    }
}
