using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats string as str, never as bin. An unpaired surrogate is written as U+FFFD, because Python drops a whole event with a str that is
/// not UTF-8.
/// </summary>
internal sealed class StringFormatter : IMessagePackFormatter<string?>
{
    public void Serialize(ref MessagePackWriter writer, string? value, MessagePackSerializerOptions options) => writer.Write(value);

    public string? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.NextMessagePackType is MessagePackType.String or MessagePackType.Nil
            ? reader.ReadString()
            : throw Mismatch.Unexpected("a string", ref reader);
}

/// <summary>Parses a text as a <typeparamref name="T"/>. Returns false if the text is not valid.</summary>
internal delegate bool TryParseText<T>(string text, out T value);

/// <summary>Formats types as text: Guid, Uri, char.</summary>
internal sealed class TextFormatter<T>(string expected, Func<T, string> format, TryParseText<T> tryParse) : IMessagePackFormatter<T?>
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options) =>
        writer.Write(value is null ? null : format(value));

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (default(T) is null && reader.TryReadNil())
        {
            return default;
        }

        if (reader.NextMessagePackType != MessagePackType.String)
        {
            throw Mismatch.Unexpected(expected, ref reader);
        }

        string text = reader.ReadString() ?? "";
        return tryParse(text, out T value) ? value : throw Mismatch.Received(expected, "a string", Mismatch.Quote(text));
    }
}

/// <summary>Formats bool. Reading accepts only msgpack's true and false.</summary>
internal sealed class BooleanFormatter : IMessagePackFormatter<bool>
{
    public void Serialize(ref MessagePackWriter writer, bool value, MessagePackSerializerOptions options) => writer.Write(value);

    public bool Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.NextMessagePackType == MessagePackType.Boolean
            ? reader.ReadBoolean()
            : throw Mismatch.Unexpected("true or false (bool)", ref reader);
}
