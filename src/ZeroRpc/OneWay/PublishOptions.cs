namespace ZeroRpc;

/// <summary>The options of one published event. They come before the arguments, so that they are not mistaken for an argument.</summary>
public readonly record struct PublishOptions
{
    /// <summary>
    /// Entries to add to the header of the event. Peers ignore entries that they do not know. Null, the default, for none.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }
}
