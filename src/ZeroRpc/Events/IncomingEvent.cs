using System.Text;
using ZeroRpc.Diagnostics;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// A received event. The parts that routing needs are decoded; the rest stays encoded until it is needed. The memory may be lent, like that
/// of the message that carried the event.
/// </summary>
internal readonly record struct IncomingEvent
{
    /// <summary>The route to the peer that sent the event.</summary>
    public required PeerRoute Route { get; init; }

    /// <summary>The header entries that the protocol defines.</summary>
    public required EventHeader Header { get; init; }

    /// <summary>The kind of the event.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The name in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The args: one msgpack value, by convention an array.</summary>
    public required ReadOnlyMemory<byte> Args { get; init; }

    /// <summary>Header, name and args as received, contiguous.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The length of the header in <see cref="Raw"/>, in bytes.</summary>
    public required int HeaderLength { get; init; }

    /// <summary>Who owns the memory of <see cref="Raw"/> and its slices.</summary>
    public required BodyMemory Memory { get; init; }

    /// <summary>
    /// Why the event ends the call that its header names. Null for a valid event. An event with a fault has no args, and an empty name if
    /// the name cannot be read either.
    /// </summary>
    public EventFault? Fault { get; private init; }

    /// <summary>The header: one msgpack value. It is a map unless the peer is faulty.</summary>
    public ReadOnlyMemory<byte> RawHeader => Raw[..HeaderLength];

    /// <summary>The name as text.</summary>
    public string NameText => Encoding.UTF8.GetString(Name.Span);

    /// <summary>The name as text for a log message, shortened so that a very long name does not produce a very long line.</summary>
    public string NameForLog => PrintableText.Escape(
        Name.Length <= LongestInLog ? NameText : Encoding.UTF8.GetString(Name.Span[..LongestInLog]) + "…");

    private const int LongestInLog = 100;

    /// <summary>The args in memory that stays valid: copied if the event's memory is lent.</summary>
    public ReadOnlyMemory<byte> KeptArgs => Memory == BodyMemory.Lent ? Args.ToArray() : Args;

    /// <summary>
    /// Returns the event with a fault. Where its version cannot be read, an error in the present form is the likeliest to be understood.
    /// </summary>
    public IncomingEvent With(EventFault fault) =>
        this with { Fault = fault, Header = Header with { Version = Header.Version ?? EventWriter.Version } };

    /// <summary>Returns the event in memory that stays valid: copied if the event's memory is lent.</summary>
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

/// <summary>The header entries that the protocol and this library define (docs/protocol.md, sections 2 and 11).</summary>
/// <param name="Id">
/// The event's own id. None if it is missing, nil, an array, a map or longer than <see cref="MessageId.MaxLength"/>.
/// </param>
/// <param name="ResponseTo">The id of the channel that the event belongs to. None for a new request.</param>
/// <param name="Version">The protocol version. 0 if the entry is missing, null if it is not a number.</param>
/// <param name="TakesCancel">Whether the sender understands <see cref="AddedNames.Cancel"/>.</param>
/// <param name="Timeout">
/// How long the caller waits for the first reply, in milliseconds. Null if the entry is missing or not a number.
/// </param>
/// <param name="Deadline">
/// When the caller stops waiting, in milliseconds since 1970 by the caller's clock. Null if the entry is missing or not a number.
/// </param>
internal record struct EventHeader(
    MessageId Id, MessageId ResponseTo, int? Version, bool TakesCancel = false, double? Timeout = null, double? Deadline = null);
