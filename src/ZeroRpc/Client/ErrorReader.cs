using System.Buffers;
using System.Text;
using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Client;

/// <summary>
/// Reads <c>ERR</c> (docs/protocol.md, section 6): name, message and traceback. Node can send nil for the last two; a v1 peer sends one
/// string. Any other content is also read as an error, as precisely as possible.
/// </summary>
internal static class ErrorReader
{
    /// <summary>Python's name for an error without a name.</summary>
    private const string Unnamed = "RemoteError";

    /// <summary>Creates the exception for an <c>ERR</c> event.</summary>
    public static Exception Read(ReadOnlyMemory<byte> args, int? version, CallSettings call)
    {
        var reader = new MessagePackReader(args);
        string?[] texts = reader.NextMessagePackType == MessagePackType.Array
            ? ReadTexts(ref reader, reader.ReadArrayHeader())
            : [ReadText(ref reader)];
        if (texts is [AddedNames.Expired, ..])
        {
            return CallErrors.Expired(call, texts.ElementAtOrDefault(1));
        }

        return texts.Length > 1 && (version ?? 0) >= 2
            ? Make(texts[0] ?? Unnamed, texts[1], texts.Length > 2 ? texts[2] : null, call)
            : Make(Unnamed, texts.Length > 0 ? texts[0] : null, null, call);
    }

    /// <summary>Returns true if an <c>ERR</c> event states that the server is stopping and accepts no more calls.</summary>
    public static bool IsUnavailable(in IncomingEvent received)
    {
        var reader = new MessagePackReader(received.Args);
        return reader.NextMessagePackType == MessagePackType.Array && reader.ReadArrayHeader() > 0
            && ReadText(ref reader) == RefusalNames.Unavailable;
    }

    private static RemoteException Make(string name, string? message, string? traceback, CallSettings call) =>
        new(name, message, traceback) { Method = call.Method, Endpoint = call.Endpoint };

    private static string?[] ReadTexts(ref MessagePackReader reader, int count)
    {
        var texts = new string?[Math.Min(count, 3)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = ReadText(ref reader);
        }

        return texts;
    }

    private static string? ReadText(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return reader.ReadBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            default:
                return Describe(reader.ReadRaw());
        }
    }

    private static string Describe(in ReadOnlySequence<byte> value)
    {
        try
        {
            return MessagePackSerializer.ConvertToJson(value);
        }
        catch (MessagePackSerializationException)
        {
            // An extension whose content does not match its type code.
            return $"(a value of {value.Length} bytes that cannot be shown as text)";
        }
    }
}
