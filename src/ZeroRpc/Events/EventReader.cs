using System.Buffers.Binary;
using MessagePack;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// Reads <c>[header, name, args]</c> (docs/protocol.md, section 2). Scans every byte once, without recursion or exceptions. Code that
/// decodes parts of the event later can therefore trust its lengths, nesting depth and text.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads an event. Returns false if the message is not a valid event.</summary>
    /// <param name="message">The message as received.</param>
    /// <param name="maxDepth">The deepest nesting of arrays and maps that is accepted.</param>
    /// <param name="result">The event.</param>
    /// <param name="problem">Why the message is not an event; null on success.</param>
    public static bool TryRead(in IncomingMessage message, int maxDepth, out IncomingEvent result, out string? problem)
    {
        problem = null;
        if (TryReadParts(message, maxDepth, out result))
        {
            return true;
        }

        if (MessageScanner.TryScan(message.Body.Span, maxDepth, out _, out problem))
        {
            problem = IsArrayOf3(message.Body.Span, out _) ? "the name is not a string" : "an event must be an array of 3";
        }

        return false;
    }

    /// <summary>
    /// Reads what identifies the call of an event that cannot be read, or whose rest is missing: the header and, if possible, the name.
    /// Returns false if the header is invalid.
    /// </summary>
    public static bool TryReadHeader(in IncomingMessage message, int maxDepth, out IncomingEvent result)
    {
        result = default;
        ReadOnlySpan<byte> data = message.Body.Span;
        if (!IsArrayOf3(data, out int start))
        {
            return false;
        }

        int offset = start;
        if (!TryReadHeader(data, ref offset, maxDepth - 1, out EventHeader header))
        {
            return false;
        }

        int headerEnd = offset;
        if (!TryReadValue(data, ref offset, maxDepth - 1, out ReadOnlySpan<byte> name) || !TryGetText(name, out name))
        {
            offset = headerEnd;
            name = default;
        }

        result = new IncomingEvent
        {
            Route = message.Route,
            Header = header,
            Kind = EventNames.KindOf(name),
            Name = message.Body[(offset - name.Length)..offset],
            Args = default,
            Raw = message.Body[start..offset],
            HeaderLength = headerEnd - start,
            Memory = message.Memory,
        };
        return true;
    }

    /// <summary>Reads only the event's name. Returns false if the header or name is invalid. The args are not checked.</summary>
    public static bool TryReadName(ReadOnlySpan<byte> data, int maxDepth, out ReadOnlySpan<byte> name)
    {
        name = default;
        return IsArrayOf3(data, out int offset)
            && TryReadValue(data, ref offset, maxDepth - 1, out _)
            && TryReadValue(data, ref offset, maxDepth - 1, out name)
            && TryGetText(name, out name);
    }

    private static bool TryReadParts(in IncomingMessage message, int maxDepth, out IncomingEvent result)
    {
        result = default;
        ReadOnlyMemory<byte> body = message.Body;
        ReadOnlySpan<byte> data = body.Span;
        if (!IsArrayOf3(data, out int start))
        {
            return false;
        }

        int offset = start;
        if (!TryReadHeader(data, ref offset, maxDepth - 1, out EventHeader header))
        {
            return false;
        }

        int headerEnd = offset;
        if (!TryReadValue(data, ref offset, maxDepth - 1, out ReadOnlySpan<byte> name) || !TryGetText(name, out name))
        {
            return false;
        }

        int nameEnd = offset;
        if (!TryReadValue(data, ref offset, maxDepth - 1, out _))
        {
            return false;
        }

        result = new IncomingEvent
        {
            Route = message.Route,
            Header = header,
            Kind = EventNames.KindOf(name),
            Name = body[(nameEnd - name.Length)..nameEnd],
            Args = body[nameEnd..offset],
            Raw = body[start..offset],
            HeaderLength = headerEnd - start,
            Memory = message.Memory,
        };
        return true;
    }

    private static bool IsArrayOf3(ReadOnlySpan<byte> data, out int prefix)
    {
        prefix = data switch
        {
            [0x93, ..] => 1,
            [MessagePackCode.Array16, 0, 3, ..] => 3,
            [MessagePackCode.Array32, 0, 0, 0, 3, ..] => 5,
            _ => 0,
        };
        return prefix > 0;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> data, ref int offset, int maxDepth, out EventHeader header)
    {
        header = default;
        header.Version = 0;
        if (!IsMap(data[offset..], out int prefix, out uint entries))
        {
            return TryReadValue(data, ref offset, maxDepth, out _); // Counts as an empty header, as in Python.
        }

        offset += prefix;
        for (; entries > 0; entries--)
        {
            if (!TryReadValue(data, ref offset, maxDepth - 1, out ReadOnlySpan<byte> key) ||
                !TryReadValue(data, ref offset, maxDepth - 1, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            if (TryGetText(key, out key))
            {
                SetEntry(ref header, key, value);
            }
        }

        return true;
    }

    private static void SetEntry(ref EventHeader header, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("message_id"u8))
        {
            header.Id = ReadId(value);
        }
        else if (key.SequenceEqual("response_to"u8))
        {
            header.ResponseTo = ReadId(value);
        }
        else if (key.SequenceEqual("v"u8))
        {
            header.Version = ReadVersion(value);
        }
        else if (key.StartsWith("_zpc_"u8))
        {
            SetAddedEntry(ref header, key, value);
        }
    }

    private static void SetAddedEntry(ref EventHeader header, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual(AddedNames.UInt32Timeout[1..^1]))
        {
            header.Timeout = ReadNumber(value) is { } timeout && !double.IsNaN(timeout) ? timeout : null;
        }
        else if (key.SequenceEqual(AddedNames.UInt64Deadline[1..^1]))
        {
            header.Deadline = ReadNumber(value) is { } deadline && !double.IsNaN(deadline) ? deadline : null;
        }
        else if (key.SequenceEqual(AddedNames.EncodedCancel[1..]))
        {
            header.TakesCancel |= value[0] == MessagePackCode.True;
        }
    }

    private static double? ReadNumber(ReadOnlySpan<byte> token)
    {
        switch (token[0])
        {
            case <= MessagePackCode.MaxFixInt:
                return token[0];
            case MessagePackCode.UInt32: // This form and the next are the ones that this library writes.
                return BinaryPrimitives.ReadUInt32BigEndian(token[1..]);
            case MessagePackCode.UInt64:
                return BinaryPrimitives.ReadUInt64BigEndian(token[1..]);
        }

        var reader = new MessagePackReader(token.ToArray());
        return reader.NextMessagePackType is MessagePackType.Integer or MessagePackType.Float ? reader.ReadDouble() : null;
    }

    private static bool IsMap(ReadOnlySpan<byte> data, out int prefix, out uint entries)
    {
        (prefix, entries) = data switch
        {
            [>= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap, ..] => (1, (uint)(data[0] & 0x0f)),
            [MessagePackCode.Map16, _, _, ..] => (3, BinaryPrimitives.ReadUInt16BigEndian(data[1..])),
            [MessagePackCode.Map32, _, _, _, _, ..] => (5, BinaryPrimitives.ReadUInt32BigEndian(data[1..])),
            _ => (0, 0u),
        };
        return prefix > 0;
    }

    private static MessageId ReadId(ReadOnlySpan<byte> token) => MessagePackCode.ToMessagePackType(token[0]) switch
    {
        MessagePackType.Nil or MessagePackType.Array or MessagePackType.Map => default,
        _ when token.Length > MessageId.MaxLength => default,
        _ => new MessageId(token),
    };

    private static int? ReadVersion(ReadOnlySpan<byte> token) =>
        ReadNumber(token) is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

    /// <summary>Returns the bytes of a str or a bin. Peers older than msgpack's bin type mix the two, and so do some newer peers.</summary>
    private static bool TryGetText(ReadOnlySpan<byte> token, out ReadOnlySpan<byte> text)
    {
        int prefix = token[0] switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => 1,
            MessagePackCode.Str8 or MessagePackCode.Bin8 => 2,
            MessagePackCode.Str16 or MessagePackCode.Bin16 => 3,
            MessagePackCode.Str32 or MessagePackCode.Bin32 => 5,
            _ => 0,
        };
        text = token[prefix..];
        return prefix > 0;
    }

    /// <summary>Scans the value at <c>offset</c>, returns its bytes and advances <c>offset</c> past it.</summary>
    private static bool TryReadValue(ReadOnlySpan<byte> data, scoped ref int offset, int maxDepth, out ReadOnlySpan<byte> token)
    {
        if (!MessageScanner.TryScan(data[offset..], maxDepth, out int length, out _))
        {
            token = default;
            return false;
        }

        token = data.Slice(offset, length);
        offset += length;
        return true;
    }
}
