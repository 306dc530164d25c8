using System.Text;
using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Events;

/// <summary>
/// The entries that applications add to a header next to the protocol's own (the task context; docs/protocol.md, section 8).
/// </summary>
internal static class HeaderEntries
{
    /// <summary>An empty set of entries.</summary>
    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();

    /// <summary>Returns true if the protocol or this library uses <c>key</c> itself.</summary>
    public static bool IsOwn(string key) => key is "message_id" or "v" or "response_to" || AddedNames.IsHeaderEntry(key);

    /// <summary>
    /// Decodes the application's entries of a header. Returns <see cref="None"/> if the header is not a map with string keys.
    /// </summary>
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

    /// <summary>
    /// Returns the text of one entry of a header that has been scanned. Returns null if the entry is missing or is not text.
    /// </summary>
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

    /// <summary>Returns a copy of <c>entries</c> with one entry added or replaced.</summary>
    /// <exception cref="ArgumentException">The protocol uses the key itself.</exception>
    public static IReadOnlyDictionary<string, object?> With(IReadOnlyDictionary<string, object?>? entries, string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (IsOwn(key))
        {
            throw new ArgumentException($"The header entry '{key}' is reserved by the protocol.", nameof(key));
        }

        return new Dictionary<string, object?>(entries ?? None) { [key] = value };
    }

    /// <summary>Reads a str or a bin, because some Python programs send text as bytes. Skips any other value and returns null.</summary>
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
