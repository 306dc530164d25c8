namespace ZeroRpc.Cli.Calls;

/// <summary>Adds the entries of <c>-H</c> to the header of everything that a client or sender sends, introspection and pings included.</summary>
/// <param name="entries">The entries.</param>
internal sealed class AddedHeader(IReadOnlyDictionary<string, string> entries) : IZeroRpcHooks
{
    private readonly Dictionary<string, object?> _entries = entries.ToDictionary(entry => entry.Key, object? (entry) => entry.Value);

    public IReadOnlyDictionary<string, object?>? GetTaskContext() => _entries;

    /// <summary>Adds the entries to the events of a client or sender.</summary>
    public static void AddTo(ZeroRpcOptions options, IReadOnlyDictionary<string, string> entries)
    {
        if (entries.Count > 0)
        {
            options.Hooks.Add(new AddedHeader(entries));
        }
    }
}
