using System.Collections.Concurrent;

namespace ZeroRpc.Hosting.Tests.Support;

/// <summary>What happened, told by services under test.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _entries = [];

    /// <summary>Tells that something happened.</summary>
    public void Add(string entry) => _entries.Enqueue(entry);

    /// <summary>How often it has happened.</summary>
    public int Count(string entry) => _entries.Count(each => each == entry);

    /// <summary>Waits until it has happened so often.</summary>
    public Task WaitForAsync(string entry, int count) => UntilAsync(() => Count(entry) >= count);

    /// <summary>Waits for a condition that nothing signals.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
