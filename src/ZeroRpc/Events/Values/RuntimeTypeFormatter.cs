using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats an interface or a class that is not sealed. A value is written by its run-time type, wherever it is used: as an argument, a
/// result, a member or an item. It is read as the declared type, which skips the keys of derived members.
/// </summary>
/// <param name="formatters">Provides the formatters of derived types.</param>
/// <param name="own">The formatter of the declared type itself. Null for an interface and an abstract class.</param>
internal sealed class RuntimeTypeFormatter<T>(FormatterCache formatters, ObjectFormatter<T>? own)
    : IMessagePackFormatter<T?>, IObjectFormatter
    where T : class
{
    public ObjectShape? Shape => own?.Shape;

    public string? WhyNotReadable => own is not null
        ? own.WhyNotReadable
        : $"{TypeNames.Format(typeof(T))} can be sent but not read: it is abstract, and msgpack does not name the class of a value; " +
            "use a class or record instead, or ValueOptions.RegisterExtension";

    public IEnumerable<FormattedPart> GetParts(bool toRead) => own is null ? [] : own.GetParts(toRead);

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else if (own is not null && value.GetType() == typeof(T))
        {
            own.Serialize(ref writer, value, options);
        }
        else
        {
            formatters.Get(value.GetType()).Write(ref writer, value);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => own is not null
        ? own.Deserialize(ref reader, options)
        : throw new ValueConversionException(WhyNotReadable!);
}
