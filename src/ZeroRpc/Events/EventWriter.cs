using System.Text;
using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Events;

/// <summary>
/// Writes the header and name of an event in exactly Python's form (docs/protocol.md, section 2): <c>message_id</c>, <c>v</c>,
/// <c>response_to</c>, then further header entries. The caller appends the args.
/// </summary>
internal static class EventWriter
{
    /// <summary>
    /// The start of an event: an array of three, a header map of 0 entries, and the first key. The real number of entries is added to the
    /// second byte.
    /// </summary>
    private static ReadOnlySpan<byte> Beginning => [0x93, 0x80, 0xaa, (byte)'m', (byte)'e', (byte)'s', (byte)'s', (byte)'a', (byte)'g', (byte)'e', (byte)'_', (byte)'i', (byte)'d'];

    private static ReadOnlySpan<byte> MessageIdKey => Beginning[2..];

    /// <summary>The version of the protocol that this side writes.</summary>
    public const int Version = 3;

    private static ReadOnlySpan<byte> Version3 => [0xa1, (byte)'v', 0x03];

    private static ReadOnlySpan<byte> Version3AndResponseToKey => [0xa1, (byte)'v', 0x03, 0xab, (byte)'r', (byte)'e', (byte)'s', (byte)'p', (byte)'o', (byte)'n', (byte)'s', (byte)'e', (byte)'_', (byte)'t', (byte)'o'];

    /// <summary>Begins the request that opens a channel. Its message id is the id of the channel.</summary>
    public static EventBuffer BeginRequest(
        in MessageId id, string method, IReadOnlyDictionary<string, object?>? entries, ValueCodec codec, in AddedEntries added = default)
    {
        EventBuffer buffer = BeginHeader(2 + added.Count + (entries?.Count ?? 0));
        buffer.Append(id.Token);
        buffer.Append(Version3);
        added.Write(buffer);
        EndHeader(buffer, entries, codec);
        AppendName(buffer, method);
        return buffer;
    }

    /// <summary>Begins a later event of a channel. It has a new message id and refers to the channel in <c>response_to</c>.</summary>
    public static EventBuffer BeginInChannel(
        MessageIdSource ids,
        in MessageId channel,
        ReadOnlySpan<byte> encodedName,
        IReadOnlyDictionary<string, object?>? entries = null,
        ValueCodec? codec = null,
        bool takesCancel = false)
    {
        EventBuffer buffer = BeginHeader(3 + (takesCancel ? 1 : 0) + (entries?.Count ?? 0));
        ids.WriteNext(buffer.GetSpan(MessageIdSource.TokenLength));
        buffer.Advance(MessageIdSource.TokenLength);
        buffer.Append(Version3AndResponseToKey);
        buffer.Append(channel.Token);
        if (takesCancel)
        {
            buffer.Append(AddedNames.TakesCancel);
        }

        EndHeader(buffer, entries, codec);
        buffer.Append(encodedName);
        return buffer;
    }

    private static EventBuffer BeginHeader(int entries)
    {
        EventBuffer buffer = EventBuffer.Rent();
        if (entries < 16)
        {
            Span<byte> beginning = buffer.GetSpan(Beginning.Length);
            Beginning.CopyTo(beginning);
            beginning[1] |= (byte)entries;
            buffer.Advance(Beginning.Length);
        }
        else
        {
            var writer = new MessagePackWriter(buffer);
            writer.WriteArrayHeader(3);
            writer.WriteMapHeader(entries);
            writer.WriteRaw(MessageIdKey);
            writer.Flush();
        }

        return buffer;
    }

    private static void EndHeader(EventBuffer buffer, IReadOnlyDictionary<string, object?>? entries, ValueCodec? codec)
    {
        if (entries is null || entries.Count == 0)
        {
            return;
        }

        var writer = new MessagePackWriter(buffer);
        foreach ((string key, object? value) in entries)
        {
            writer.Write(key);
            codec!.Write(ref writer, value);
        }

        writer.Flush();
    }

    private static void AppendName(EventBuffer buffer, string name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (length < 32)
        {
            Span<byte> span = buffer.GetSpan(length + 1);
            span[0] = (byte)(0xa0 | length);
            Encoding.UTF8.GetBytes(name, span[1..]);
            buffer.Advance(length + 1);
            return;
        }

        var writer = new MessagePackWriter(buffer);
        writer.Write(name);
        writer.Flush();
    }
}
