using System.Text;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// An event as it came: what routing needs is read, the rest is kept as the bytes it is until somebody wants it. Like the message that carried
/// it, it may be lent.
/// </summary>
internal readonly record struct IncomingEvent
{
    /// <summary>Where it came from.</summary>
    public required PeerRoute Route { get; init; }

    /// <summary>The header's entries that the protocol knows.</summary>
    public required EventHeader Header { get; init; }

    /// <summary>What the event is.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The name in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The args: one msgpack value, an array by convention.</summary>
    public required ReadOnlyMemory<byte> Args { get; init; }

    /// <summary>Header, name and args as they came, one after another.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>How many bytes of <see cref="Raw"/> are the header.</summary>
    public required int HeaderLength { get; init; }

    /// <summary>Whose the memory of all this is.</summary>
    public required BodyMemory Memory { get; init; }

    /// <summary>The header: one msgpack value, a map where the peer is sane.</summary>
    public ReadOnlyMemory<byte> RawHeader => Raw[..HeaderLength];

    /// <summary>The name as text.</summary>
    public string NameText => Encoding.UTF8.GetString(Name.Span);

    /// <summary>The name as text for a log, where a name of a megabyte must not make a line of a megabyte.</summary>
    public string NameForLog => Name.Length <= LongestInLog ? NameText : Encoding.UTF8.GetString(Name.Span[..LongestInLog]) + "…";

    private const int LongestInLog = 100;

    /// <summary>The args in memory that lasts.</summary>
    public ReadOnlyMemory<byte> KeptArgs => Memory == BodyMemory.Lent ? Args.ToArray() : Args;

    /// <summary>The event in memory that lasts.</summary>
    public IncomingEvent Kept()
    {
        if (Memory != BodyMemory.Lent)
        {
            return this;
        }

        ReadOnlyMemory<byte> raw = Raw.ToArray();
        int nameEnd = raw.Length - Args.Length;
        return this with
        {
            Name = raw[(nameEnd - Name.Length)..nameEnd],
            Args = raw[nameEnd..],
            Raw = raw,
            Memory = BodyMemory.Kept,
        };
    }
}

/// <summary>The header entries that the protocol knows (docs/protocol.md, section 2).</summary>
/// <param name="Id">The event's own id; none when it is missing, nil, an array or a map.</param>
/// <param name="ResponseTo">The channel it belongs to; none for a new request.</param>
/// <param name="Version">The protocol version, 0 when missing; null when it is no number.</param>
/// <param name="TakesCancel">Whether the peer takes <see cref="AddedNames.Cancel"/>.</param>
/// <param name="Timeout">How long the caller waits, in milliseconds; null when it says no number.</param>
/// <param name="Deadline">Until when, in milliseconds since 1970 by the caller's clock; null when it says no number.</param>
internal record struct EventHeader(
    MessageId Id, MessageId ResponseTo, int? Version, bool TakesCancel = false, double? Timeout = null, double? Deadline = null);
