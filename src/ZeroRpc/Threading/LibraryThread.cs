namespace ZeroRpc.Threading;

/// <summary>Starts the threads that the library cannot do without.</summary>
internal static class LibraryThread
{
    /// <summary>
    /// Starts a background thread. If the system starts no more threads, as under a limit of processes, the body runs on a thread of the
    /// pool instead, as soon as one is free.
    /// </summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="body">What the thread runs. It must not throw.</param>
    /// <param name="priority">The priority of the thread.</param>
    public static void Start(string name, Action body, ThreadPriority priority = ThreadPriority.Normal)
    {
        if (!TryStart(name, body, priority))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static run => run(), body, preferLocal: false);
        }
    }

    /// <summary>Starts a background thread. Returns false if the system starts no more threads.</summary>
    public static bool TryStart(string name, Action body, ThreadPriority priority = ThreadPriority.Normal)
    {
        try
        {
            // UnsafeStart does not capture the execution context (AsyncLocals) of the calling code.
            new Thread(new ThreadStart(body)) { IsBackground = true, Name = name, Priority = priority }.UnsafeStart();
            return true;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }
}
