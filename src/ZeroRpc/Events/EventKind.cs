namespace ZeroRpc.Events;

/// <summary>The kind of an event, determined by its name: one of the protocol's own events, or a call of a method.</summary>
internal enum EventKind
{
    /// <summary>Any other name: a request to call the method of that name.</summary>
    Method,

    /// <summary><c>OK</c>: a single result. Ends the channel.</summary>
    Ok,

    /// <summary><c>ERR</c>: an error. Ends the channel.</summary>
    Error,

    /// <summary><c>STREAM</c>: one item of a stream.</summary>
    Stream,

    /// <summary><c>STREAM_DONE</c>: the end of a stream.</summary>
    StreamDone,

    /// <summary><c>_zpc_hb</c>: a heartbeat.</summary>
    Heartbeat,

    /// <summary><c>_zpc_more</c>: credits for more events.</summary>
    More,

    /// <summary><c>_zpc_cancel</c>, one of <see cref="AddedNames"/>: the caller no longer waits.</summary>
    Cancel,
}

/// <summary>The names of the protocol's own events (docs/protocol.md, sections 4 to 6) in encoded form.</summary>
internal static class EventNames
{
    /// <summary><c>OK</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> Ok => [0xa2, (byte)'O', (byte)'K'];

    /// <summary><c>ERR</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> Error => [0xa3, (byte)'E', (byte)'R', (byte)'R'];

    /// <summary><c>STREAM</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> Stream => [0xa6, (byte)'S', (byte)'T', (byte)'R', (byte)'E', (byte)'A', (byte)'M'];

    /// <summary><c>STREAM_DONE</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> StreamDone => [0xab, (byte)'S', (byte)'T', (byte)'R', (byte)'E', (byte)'A', (byte)'M', (byte)'_', (byte)'D', (byte)'O', (byte)'N', (byte)'E'];

    /// <summary><c>_zpc_hb</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> Heartbeat => [0xa7, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'h', (byte)'b'];

    /// <summary><c>_zpc_more</c> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> More => [0xa9, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'m', (byte)'o', (byte)'r', (byte)'e'];

    /// <summary>Returns the kind of the event with the given name.</summary>
    /// <param name="utf8">The event's name in UTF-8.</param>
    public static EventKind KindOf(ReadOnlySpan<byte> utf8) => utf8.Length switch
    {
        2 when utf8.SequenceEqual("OK"u8) => EventKind.Ok,
        3 when utf8.SequenceEqual("ERR"u8) => EventKind.Error,
        6 when utf8.SequenceEqual("STREAM"u8) => EventKind.Stream,
        7 when utf8.SequenceEqual("_zpc_hb"u8) => EventKind.Heartbeat,
        9 when utf8.SequenceEqual("_zpc_more"u8) => EventKind.More,
        11 when utf8.SequenceEqual("STREAM_DONE"u8) => EventKind.StreamDone,
        11 when utf8.SequenceEqual(AddedNames.EncodedCancel[1..]) => EventKind.Cancel,
        _ => EventKind.Method,
    };
}
