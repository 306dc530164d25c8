using System.Buffers.Binary;
using MessagePack;

namespace ZeroRpc.Events;

/// <summary>
/// All names that this library adds to the protocol (docs/protocol.md, section 11). Stock Python and Node peers ignore the added header
/// entries and never receive the added event.
/// </summary>
internal static class AddedNames
{
    /// <summary>The name of an <c>ERR</c> event: the deadline of the call passed before the server started it.</summary>
    public const string Expired = "CallExpired";

    /// <summary>
    /// As an event name: the caller no longer waits for the call. As a header entry with the value true: the sender of the header
    /// understands that event.
    /// </summary>
    public const string Cancel = "_zpc_cancel";

    /// <summary>Header entry: how long the caller waits for the first reply, in whole milliseconds.</summary>
    public const string Timeout = "_zpc_timeout";

    /// <summary>Header entry: when the caller stops waiting, in milliseconds since 1970 (UTC) by the caller's clock.</summary>
    public const string Deadline = "_zpc_deadline";

    /// <summary><see cref="Cancel"/> encoded as a msgpack str.</summary>
    public static ReadOnlySpan<byte> EncodedCancel =>
        [0xab, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'c', (byte)'a', (byte)'n', (byte)'c', (byte)'e', (byte)'l'];

    /// <summary>The header entry <see cref="Cancel"/> with the value true, encoded.</summary>
    public static ReadOnlySpan<byte> TakesCancel =>
        [0xab, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'c', (byte)'a', (byte)'n', (byte)'c', (byte)'e', (byte)'l', 0xc3];

    /// <summary>
    /// <see cref="Timeout"/> encoded as a msgpack str, followed by the type code of a uint 32. The number itself comes next.
    /// </summary>
    public static ReadOnlySpan<byte> UInt32Timeout =>
    [
        0xac, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'t', (byte)'i',
        (byte)'m', (byte)'e', (byte)'o', (byte)'u', (byte)'t', MessagePackCode.UInt32,
    ];

    /// <summary>
    /// <see cref="Deadline"/> encoded as a msgpack str, followed by the type code of a uint 64. The number itself comes next.
    /// </summary>
    public static ReadOnlySpan<byte> UInt64Deadline =>
    [
        0xad, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'d', (byte)'e',
        (byte)'a', (byte)'d', (byte)'l', (byte)'i', (byte)'n', (byte)'e', MessagePackCode.UInt64,
    ];

    /// <summary>Returns true if <c>key</c> is the key of an added header entry.</summary>
    public static bool IsHeaderEntry(string key) => key is Cancel or Timeout or Deadline;
}

/// <summary>The added entries of one request header. Writes them in encoded form, without an allocation.</summary>
/// <param name="AsksForCancel">
/// Whether to write the <see cref="AddedNames.Cancel"/> entry. A peer that understands it writes the same entry in its answer.
/// </param>
/// <param name="Timeout">
/// How long the caller waits for the first reply. Null if the caller waits without limit or the peer ignores deadlines.
/// </param>
/// <param name="Now">The current time by the caller's clock.</param>
internal readonly record struct AddedEntries(bool AsksForCancel, TimeSpan? Timeout, DateTimeOffset Now)
{
    /// <summary>The number of entries.</summary>
    public int Count => (AsksForCancel ? 1 : 0) + (Timeout is null ? 0 : 2);

    /// <summary>Writes the entries as key-value pairs of the header map.</summary>
    public void Write(EventBuffer buffer)
    {
        if (AsksForCancel)
        {
            buffer.Append(AddedNames.TakesCancel);
        }

        if (Timeout is { } timeout)
        {
            uint milliseconds = (uint)Math.Clamp(Math.Ceiling((double)timeout.Ticks / TimeSpan.TicksPerMillisecond), 0, uint.MaxValue);
            ReadOnlySpan<byte> first = AddedNames.UInt32Timeout;
            ReadOnlySpan<byte> second = AddedNames.UInt64Deadline;
            Span<byte> entries = buffer.GetSpan(first.Length + sizeof(uint) + second.Length + sizeof(long));
            first.CopyTo(entries);
            BinaryPrimitives.WriteUInt32BigEndian(entries[first.Length..], milliseconds);
            entries = entries[(first.Length + sizeof(uint))..];
            second.CopyTo(entries);
            BinaryPrimitives.WriteInt64BigEndian(entries[second.Length..], Now.ToUnixTimeMilliseconds() + milliseconds);
            buffer.Advance(first.Length + sizeof(uint) + second.Length + sizeof(long));
        }
    }
}
