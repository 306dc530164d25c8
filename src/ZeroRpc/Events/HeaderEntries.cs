using System.Text;
using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Events;

/// <summary>The entries that users add to a header, beside the protocol's own (docs/protocol.md, section 8).</summary>
internal static class HeaderEntries
{
    /// <summary>No entries.</summary>
    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();

    /// <summary>Whether a key is the protocol's own.</summary>
    public static bool IsOwn(string key) => key is "message_id" or "v" or "response_to" || AddedNames.IsHeaderEntry(key);

    /// <summary>Reads the entries of a header; none where it is no map of strings.</summary>
    public static IReadOnlyDictionary<string, object?> Read(ReadOnlyMemory<byte> header, ValueCodec codec)
    {
        var reader = new MessagePackReader(header);
        if (reader.NextMessagePackType != MessagePackType.Map || codec.Read<object?>(ref reader) is not Dictionary<string, object?> entries)
        {
            return None;
        }

        entries.Remove("message_id");
        entries.Remove("v");
        entries.Remove("response_to");
        entries.Remove(AddedNames.Cancel);
        entries.Remove(AddedNames.Timeout);
        entries.Remove(AddedNames.Deadline);
        return entries;
    }

    /// <summary>Reads the text of one entry of a header that was checked; null where there is none, or no text.</summary>
    public static string? ReadText(ReadOnlyMemory<byte> header, string key)
    {
        var reader = new MessagePackReader(header);
        for (int left = reader.NextMessagePackType == MessagePackType.Map ? reader.ReadMapHeader() : 0; left > 0; left--)
        {
            if (ReadText(ref reader) == key)
            {
                return ReadText(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>Entries with one more, or one instead of another.</summary>
    /// <exception cref="ArgumentException">The key is the protocol's own.</exception>
    public static IReadOnlyDictionary<string, object?> With(IReadOnlyDictionary<string, object?>? entries, string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (IsOwn(key))
        {
            throw new ArgumentException($"The header entry '{key}' is the protocol's own.", nameof(key));
        }

        return new Dictionary<string, object?>(entries ?? None) { [key] = value };
    }

    /// <summary>Some Python programs send text as bytes.</summary>
    private static string? ReadText(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return Encoding.UTF8.GetString(reader.ReadBytes()!.Value);
            default:
                reader.Skip();
                return null;
        }
    }
}
