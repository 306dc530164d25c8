namespace ZeroRpc.Server.Execution;

/// <summary>The calls that run, in no order. Each knows its own place, so that it costs next to nothing to come and to go. Not thread-safe.</summary>
internal sealed class RunningCalls
{
    private IHandlerRun?[] _calls = new IHandlerRun?[4];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A call begins to run.</summary>
    public void Add(IHandlerRun call)
    {
        if (Count == _calls.Length)
        {
            Array.Resize(ref _calls, Count * 2);
        }

        call.RunningAt = Count;
        _calls[Count++] = call;
    }

    /// <summary>A call has ended: the last one takes its place.</summary>
    public void Remove(IHandlerRun call)
    {
        IHandlerRun last = _calls[--Count]!;
        last.RunningAt = call.RunningAt;
        _calls[call.RunningAt] = last;
        _calls[Count] = null;
    }

    /// <summary>Those that run now.</summary>
    public IHandlerRun[] ToArray() => [.. _calls.AsSpan(0, Count)!];
}
