using MessagePack;
using ZeroRpc.Transport;

namespace ZeroRpc.Events;

/// <summary>
/// Reads <c>[header, name, args]</c> (docs/protocol.md, section 2). The whole event is checked once, without recursion or exceptions, so
/// that whoever reads on may trust its lengths, depth and text.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads an event, or says why it is none.</summary>
    public static bool TryRead(in IncomingMessage message, int maxDepth, out IncomingEvent result, out string? problem)
    {
        result = default;
        ReadOnlyMemory<byte> body = message.Body;
        if (!MessageScanner.TryScan(body.Span, maxDepth, out int length, out problem))
        {
            return false;
        }

        var reader = new MessagePackReader(body[..length]);
        if (reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() != 3)
        {
            problem = "an event is an array of 3";
            return false;
        }

        ReadOnlyMemory<byte> rawHeader = Take(body, ref reader);
        ReadOnlyMemory<byte> rawName = Take(body, ref reader);
        ReadOnlyMemory<byte> args = Take(body, ref reader);
        if (!TryGetText(rawName, out ReadOnlyMemory<byte> name))
        {
            problem = "the name is no string";
            return false;
        }

        result = new IncomingEvent
        {
            Route = message.Route,
            Header = ReadHeader(rawHeader),
            Kind = EventNames.KindOf(name.Span),
            Name = name,
            Args = args,
            RawHeader = rawHeader,
        };
        return true;
    }

    private static EventHeader ReadHeader(ReadOnlyMemory<byte> raw)
    {
        var reader = new MessagePackReader(raw);
        if (reader.NextMessagePackType != MessagePackType.Map)
        {
            return new EventHeader(default, default, 0); // Counts as an empty one, for Python too.
        }

        MessageId id = default;
        MessageId responseTo = default;
        int? version = 0;
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            ReadOnlyMemory<byte> key = Take(raw, ref reader);
            ReadOnlyMemory<byte> value = Take(raw, ref reader);
            if (!TryGetText(key, out key))
            {
                continue;
            }

            if (key.Span.SequenceEqual("message_id"u8))
            {
                id = ReadId(value.Span);
            }
            else if (key.Span.SequenceEqual("response_to"u8))
            {
                responseTo = ReadId(value.Span);
            }
            else if (key.Span.SequenceEqual("v"u8))
            {
                version = ReadVersion(value);
            }
        }

        return new EventHeader(id, responseTo, version);
    }

    private static MessageId ReadId(ReadOnlySpan<byte> token) => MessagePackCode.ToMessagePackType(token[0]) switch
    {
        MessagePackType.Nil or MessagePackType.Array or MessagePackType.Map => default,
        _ when token.Length > MessageId.MaxLength => default,
        _ => new MessageId(token),
    };

    private static int? ReadVersion(ReadOnlyMemory<byte> token)
    {
        var reader = new MessagePackReader(token);
        return reader.NextMessagePackType switch
        {
            MessagePackType.Integer or MessagePackType.Float => (int)Math.Clamp(reader.ReadDouble(), 0, int.MaxValue),
            _ => null,
        };
    }

    /// <summary>The bytes of a str, or of a bin: peers from before msgpack's bin type, and some since, mix them.</summary>
    private static bool TryGetText(ReadOnlyMemory<byte> token, out ReadOnlyMemory<byte> text)
    {
        byte code = token.Span[0];
        int prefix = code switch
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

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> data, ref MessagePackReader reader)
    {
        int start = (int)reader.Consumed;
        reader.Skip();
        return data[start..(int)reader.Consumed];
    }
}
