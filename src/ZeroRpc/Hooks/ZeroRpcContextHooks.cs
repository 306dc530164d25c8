namespace ZeroRpc;

/// <summary>
/// Sends and receives entries of <see cref="ZeroRpcContext"/>. A client sends them with its requests; a server loads them for its handlers
/// and sends them with its replies. Only the configured entries are passed on. Other header entries of a caller go no further.
/// </summary>
public sealed class ZeroRpcContextHooks : IZeroRpcHooks
{
    private readonly string[] _keys;

    /// <summary>Creates the middleware. A client and a server can share one instance.</summary>
    /// <param name="keys">The keys of the entries to pass on, such as <c>trace_id</c>. At least one.</param>
    /// <exception cref="ArgumentException">There is no key, or a key is empty or reserved by the protocol.</exception>
    public ZeroRpcContextHooks(params string[] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Length == 0)
        {
            throw new ArgumentException("Pass the keys of the header entries to carry: at least one is needed.", nameof(keys));
        }

        _keys = [.. keys];
        if (Array.Find(_keys, key => string.IsNullOrEmpty(key) || Events.HeaderEntries.IsOwn(key)) is { } bad)
        {
            throw new ArgumentException($"'{bad}' cannot be carried: the key is empty, or reserved by the protocol.", nameof(keys));
        }
    }

    /// <inheritdoc/>
    public void LoadTaskContext(IReadOnlyDictionary<string, object?> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (string key in _keys)
        {
            if (entries.TryGetValue(key, out object? value))
            {
                ZeroRpcContext.Set(key, value);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? GetTaskContext()
    {
        IReadOnlyDictionary<string, object?> current = ZeroRpcContext.Current;
        return current.Count == 0 ? null : _keys.Where(current.ContainsKey).ToDictionary(key => key, key => current[key]);
    }
}
