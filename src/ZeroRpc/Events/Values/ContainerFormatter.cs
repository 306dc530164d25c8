using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>What everything that becomes an array or a map shares: nil for null, the depth, and the check of the kind that came.</summary>
internal abstract class ContainerFormatter<T>(FormatterCache formatters, MessagePackType kind) : IMessagePackFormatter<T?>
{
    private readonly string _expected = $"{(kind == MessagePackType.Map ? "a map" : "an array")} ({TypeNames.Of(typeof(T))})";

    /// <summary>Memory that is reserved before the items have been seen to be there.</summary>
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

    /// <summary>Reads from the array's or map's head on.</summary>
    protected abstract T ReadItems(ref MessagePackReader reader);
}
