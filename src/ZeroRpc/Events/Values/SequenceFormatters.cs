using System.Runtime.InteropServices;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>The base of the formatters of arrays and other sequences.</summary>
internal abstract class ItemsFormatter<TSequence, T>(FormatterCache formatters)
    : ContainerFormatter<TSequence>(formatters, MessagePackType.Array), ICompositeFormatter
{
    public virtual string? WhyNotReadable => null;

    public IEnumerable<FormattedPart> GetParts(bool toRead) => [new("an item", typeof(T))];

    protected void WriteSpan(ref MessagePackWriter writer, ReadOnlySpan<T> items)
    {
        IMessagePackFormatter<T> formatter = Formatters.Get<T>();
        writer.WriteArrayHeader(items.Length);
        int i = 0;
        try
        {
            for (; i < items.Length; i++)
            {
                formatter.Serialize(ref writer, items[i], Formatters.Options);
            }
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, $"item {i}"))
        {
            throw;
        }
    }

    protected T[] ReadArray(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count == 0)
        {
            return [];
        }

        IMessagePackFormatter<T> formatter = Formatters.Get<T>();
        T[] items = new T[Math.Min(count, MostReserved)];
        int i = 0;
        try
        {
            for (; i < count; i++)
            {
                if (i == items.Length)
                {
                    Array.Resize(ref items, (int)Math.Min(count, 2L * i));
                }

                items[i] = formatter.Deserialize(ref reader, Formatters.Options);
            }
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, $"item {i}"))
        {
            throw;
        }

        return items;
    }
}

/// <summary>Formats T[] as an array.</summary>
internal sealed class ArrayFormatter<T>(FormatterCache formatters) : ItemsFormatter<T[], T>(formatters)
{
    protected override void WriteItems(ref MessagePackWriter writer, T[] value) => WriteSpan(ref writer, value);

    protected override T[] ReadItems(ref MessagePackReader reader) => ReadArray(ref reader);
}

/// <summary>
/// Formats any other sequence as an array: lists, sets, queues, iterators. Reading creates the sequence from the array of its items.
/// </summary>
internal sealed class SequenceFormatter<TSequence, T>(FormatterCache formatters, Func<T[], TSequence>? make)
    : ItemsFormatter<TSequence, T>(formatters)
    where TSequence : IEnumerable<T>
{
    public override string? WhyNotReadable => make is null
        ? $"{TypeNames.Format(typeof(TSequence))} can be sent but not read: it has no suitable constructor"
        : null;

    protected override void WriteItems(ref MessagePackWriter writer, TSequence value)
    {
        switch (value)
        {
            case List<T> list:
                WriteSpan(ref writer, CollectionsMarshal.AsSpan(list));
                break;
            case T[] array:
                WriteSpan(ref writer, array);
                break;
            default:
                // Copied first: the count is written before the items, and another thread could change the sequence in between.
                WriteSpan(ref writer, value.ToArray());
                break;
        }
    }

    protected override TSequence ReadItems(ref MessagePackReader reader) => make is not null
        ? make(ReadArray(ref reader))
        : throw new ValueConversionException(WhyNotReadable!);
}
