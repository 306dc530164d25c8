using System.Collections.Immutable;

namespace ZeroRpc;

/// <summary>
/// The task context: header entries that flow from the caller of a handler into the calls that the handler makes, across <c>await</c> and
/// <see cref="Task.Run(Action)"/>. <see cref="ZeroRpcContextHooks"/> sends and receives them.
/// </summary>
public static class ZeroRpcContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object?>?> Entries = new();

    /// <summary>The entries of the current asynchronous flow. Empty if there are none.</summary>
    public static IReadOnlyDictionary<string, object?> Current => Entries.Value ?? ImmutableDictionary<string, object?>.Empty;

    /// <summary>
    /// Sets an entry for the rest of the current method and for everything that it calls or starts. As with any
    /// <see cref="AsyncLocal{T}"/>, the caller of an <c>async</c> method does not see entries that the method sets.
    /// </summary>
    /// <param name="key">The key of the entry.</param>
    /// <param name="value">The value of the entry. Any value that can be sent is allowed.</param>
    /// <exception cref="ArgumentException">The key is null or empty.</exception>
    public static void Set(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Entries.Value = (Entries.Value ?? ImmutableDictionary<string, object?>.Empty).SetItem(key, value);
    }

    /// <summary>
    /// Removes an entry for the rest of the current method and for everything that it calls or starts. Does nothing if the entry does not
    /// exist.
    /// </summary>
    /// <param name="key">The key of the entry.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public static void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Entries.Value is { } entries && entries.ContainsKey(key))
        {
            Entries.Value = entries.Remove(key);
        }
    }
}
