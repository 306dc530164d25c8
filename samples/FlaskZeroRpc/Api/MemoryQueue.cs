using System.Collections.Concurrent;

/// <summary>The queue in this process's memory; gone when the process ends.</summary>
public sealed class MemoryQueue : IQueue
{
    private readonly ConcurrentQueue<string> _texts = [];

    public Task PushAsync(string text)
    {
        _texts.Enqueue(text);
        return Task.CompletedTask;
    }

    public Task<string?> PopAsync() => Task.FromResult(_texts.TryDequeue(out string? text) ? text : null);

    public Task<string[]> ItemsAsync() => Task.FromResult(Enumerable.Reverse(_texts.ToArray()).ToArray());
}
