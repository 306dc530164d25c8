namespace ZeroRpc;

/// <summary>What is sent with one published event. It stands before the arguments, so that it is never taken for one.</summary>
public readonly record struct PublishOptions
{
    /// <summary>Entries to add to the event's header, where peers that do not know them ignore them; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Headers { get; init; }
}
