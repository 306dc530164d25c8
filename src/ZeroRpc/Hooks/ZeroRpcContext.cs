using System.Collections.Immutable;

namespace ZeroRpc;

/// <summary>
/// The task context: header entries that go along with the work, from a handler's caller into the calls that the handler makes, across
/// <c>await</c> and <see cref="Task.Run(Action)"/>. <see cref="ZeroRpcContextMiddleware"/> puts it on the wire and takes it off.
/// </summary>
public static class ZeroRpcContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object?>?> Entries = new();

    /// <summary>The entries here and now; empty when there are none.</summary>
    public static IReadOnlyDictionary<string, object?> Current => Entries.Value ?? ImmutableDictionary<string, object?>.Empty;

    /// <summary>
    /// Sets an entry for what follows: this method, and whatever it calls or starts. As with any <see cref="AsyncLocal{T}"/>, the caller of
    /// an <c>async</c> method does not see what that has set.
    /// </summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value; any that can be sent.</param>
    public static void Set(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Entries.Value = (Entries.Value ?? ImmutableDictionary<string, object?>.Empty).SetItem(key, value);
    }

    /// <summary>Removes an entry for what follows; nothing happens where there is none.</summary>
    /// <param name="key">Its key.</param>
    public static void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Entries.Value is { } entries && entries.ContainsKey(key))
        {
            Entries.Value = entries.Remove(key);
        }
    }
}
