using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// The base of all formatters that write an array or a map. Writes nil for null, counts the nesting depth, and checks on reading that an
/// array or a map follows.
/// </summary>
internal abstract class ContainerFormatter<T>(FormatterCache formatters, MessagePackType kind) : IMessagePackFormatter<T?>
{
    private readonly string _expected = $"{(kind == MessagePackType.Map ? "a map" : "an array")} ({TypeNames.Format(typeof(T))})";

    /// <summary>
    /// The largest number of items for which memory is reserved before they have been read. A message can announce more items than it
    /// contains.
    /// </summary>
    protected const int MostReserved = 1024;

    protected FormatterCache Formatters { get; } = formatters;

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        Nesting.EnterWrite(Formatters.MaxDepth);
        WriteItems(ref writer, value);
        Nesting.LeaveWrite();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (default(T) is null && reader.TryReadNil())
        {
            return default;
        }

        if (reader.NextMessagePackType != kind)
        {
            throw Mismatch.Unexpected(_expected, ref reader);
        }

        Nesting.EnterRead(ref reader, Formatters.MaxDepth);
        T value = ReadItems(ref reader);
        Nesting.LeaveRead(ref reader);
        return value;
    }

    protected abstract void WriteItems(ref MessagePackWriter writer, T value);

    /// <summary>Reads the value, starting at the header of the array or map.</summary>
    protected abstract T ReadItems(ref MessagePackReader reader);
}
