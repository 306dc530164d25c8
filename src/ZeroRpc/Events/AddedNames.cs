using System.Buffers.Binary;
using MessagePack;

namespace ZeroRpc.Events;

/// <summary>
/// All the names that we add to the wire (docs/protocol.md, section 11), as they stand there. Stock peers ignore the header entries and are
/// sent nothing else.
/// </summary>
internal static class AddedNames
{
    /// <summary>An error's name: the call came, or got its turn, after its deadline, and was not started.</summary>
    public const string Expired = "CallExpired";

    /// <summary>An event: nobody waits for this call any more. The header entry of this name, true, says that its sender takes the event.</summary>
    public const string Cancel = "_zpc_cancel";

    /// <summary>A header entry: how long the caller waits for the first reply, in whole milliseconds.</summary>
    public const string Timeout = "_zpc_timeout";

    /// <summary>A header entry: until when, in milliseconds since 1970 by the caller's clock (UTC).</summary>
    public const string Deadline = "_zpc_deadline";

    /// <summary><see cref="Cancel"/> as a msgpack str.</summary>
    public static ReadOnlySpan<byte> EncodedCancel =>
        [0xab, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'c', (byte)'a', (byte)'n', (byte)'c', (byte)'e', (byte)'l'];

    /// <summary>The header entry <see cref="Cancel"/>: true, encoded.</summary>
    public static ReadOnlySpan<byte> TakesCancel =>
        [0xab, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'c', (byte)'a', (byte)'n', (byte)'c', (byte)'e', (byte)'l', 0xc3];

    /// <summary><see cref="Timeout"/> as a msgpack str, and the code of the uint 32 that follows.</summary>
    public static ReadOnlySpan<byte> UInt32Timeout =>
    [
        0xac, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'t', (byte)'i',
        (byte)'m', (byte)'e', (byte)'o', (byte)'u', (byte)'t', MessagePackCode.UInt32,
    ];

    /// <summary><see cref="Deadline"/> as a msgpack str, and the code of the uint 64 that follows.</summary>
    public static ReadOnlySpan<byte> UInt64Deadline =>
    [
        0xad, (byte)'_', (byte)'z', (byte)'p', (byte)'c', (byte)'_', (byte)'d', (byte)'e',
        (byte)'a', (byte)'d', (byte)'l', (byte)'i', (byte)'n', (byte)'e', MessagePackCode.UInt64,
    ];

    /// <summary>Whether a header's entry is one of these.</summary>
    public static bool IsHeaderEntry(string key) => key is Cancel or Timeout or Deadline;
}

/// <summary>What a request's header says beside the protocol's own, in encoded form and without allocating.</summary>
/// <param name="AsksForCancel">Whether to say that we take <see cref="AddedNames.Cancel"/>, for the peer to say so too.</param>
/// <param name="Timeout">How long the caller waits; null for ever, or for a peer that makes nothing of it.</param>
/// <param name="Now">The caller's time.</param>
internal readonly record struct AddedEntries(bool AsksForCancel, TimeSpan? Timeout, DateTimeOffset Now)
{
    /// <summary>How many entries there are.</summary>
    public int Count => (AsksForCancel ? 1 : 0) + (Timeout is null ? 0 : 2);

    /// <summary>Writes the entries.</summary>
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
