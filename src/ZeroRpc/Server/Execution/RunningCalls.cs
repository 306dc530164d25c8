namespace ZeroRpc.Server.Execution;

/// <summary>The running calls, unordered. Each call stores its index, so that adding and removing are cheap. Not thread-safe.</summary>
internal sealed class RunningCalls
{
    private IHandlerRun?[] _calls = new IHandlerRun?[4];

    /// <summary>The number of running calls.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a call.</summary>
    public void Add(IHandlerRun call)
    {
        if (Count == _calls.Length)
        {
            Array.Resize(ref _calls, Count * 2);
        }

        call.RunningAt = Count;
        _calls[Count++] = call;
    }

    /// <summary>Removes a call. The last call moves to its index.</summary>
    public void Remove(IHandlerRun call)
    {
        IHandlerRun last = _calls[--Count]!;
        last.RunningAt = call.RunningAt;
        _calls[call.RunningAt] = last;
        _calls[Count] = null;
    }

    /// <summary>Returns a copy of the running calls.</summary>
    public IHandlerRun[] ToArray() => [.. _calls.AsSpan(0, Count)!];
}
