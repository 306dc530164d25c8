using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats dictionaries as maps, with keys of any type. If a received map contains a key twice, the last value wins. Python drops a whole
/// event with a map whose keys are neither str nor bin (docs/protocol.md, section 2).
/// </summary>
internal sealed class DictionaryFormatter<TDictionary, TKey, TValue>(
    FormatterCache formatters, Func<Dictionary<TKey, TValue>, TDictionary>? make)
    : ContainerFormatter<TDictionary>(formatters, MessagePackType.Map), ICompositeFormatter
    where TDictionary : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private static readonly IEqualityComparer<TKey>? s_comparer = KeyComparer.For<TKey>();

    public string? WhyNotReadable => make is null
        ? $"{TypeNames.Format(typeof(TDictionary))} can be sent but not read: it has no suitable constructor"
        : null;

    public IEnumerable<FormattedPart> GetParts(bool toRead) => [new("a key", typeof(TKey)), new("a value", typeof(TValue))];

    protected override void WriteItems(ref MessagePackWriter writer, TDictionary value)
    {
        if (value is Dictionary<TKey, TValue> dictionary)
        {
            WriteHead(ref writer, dictionary.Count, out IMessagePackFormatter<TKey> keys, out IMessagePackFormatter<TValue> values);
            foreach (KeyValuePair<TKey, TValue> pair in dictionary)
            {
                WritePair(ref writer, pair, keys, values);
            }
        }
        else
        {
            // Copied first: the count is written before the pairs, and another thread could change the dictionary in between.
            KeyValuePair<TKey, TValue>[] pairs = value.ToArray();
            WriteHead(ref writer, pairs.Length, out IMessagePackFormatter<TKey> keys, out IMessagePackFormatter<TValue> values);
            foreach (KeyValuePair<TKey, TValue> pair in pairs)
            {
                WritePair(ref writer, pair, keys, values);
            }
        }
    }

    protected override TDictionary ReadItems(ref MessagePackReader reader)
    {
        if (make is null)
        {
            throw new ValueConversionException(WhyNotReadable!);
        }

        int count = reader.ReadMapHeader();
        IMessagePackFormatter<TKey> keys = Formatters.Get<TKey>();
        IMessagePackFormatter<TValue> values = Formatters.Get<TValue>();
        var dictionary = new Dictionary<TKey, TValue>(Math.Min(count, MostReserved), s_comparer);
        for (int i = 0; i < count; i++)
        {
            TKey key = ReadKey(ref reader, keys);
            try
            {
                dictionary[key] = values.Deserialize(ref reader, Formatters.Options);
            }
            catch (Exception failure) when (ErrorPath.Prepend(failure, $"key {Mismatch.Quote(key.ToString() ?? "")}"))
            {
                throw;
            }
        }

        return make(dictionary);
    }

    private void WriteHead(
        ref MessagePackWriter writer, int count, out IMessagePackFormatter<TKey> keys, out IMessagePackFormatter<TValue> values)
    {
        writer.WriteMapHeader(count);
        keys = Formatters.Get<TKey>();
        values = Formatters.Get<TValue>();
    }

    private void WritePair(
        ref MessagePackWriter writer,
        KeyValuePair<TKey, TValue> pair,
        IMessagePackFormatter<TKey> keys,
        IMessagePackFormatter<TValue> values)
    {
        try
        {
            keys.Serialize(ref writer, pair.Key, Formatters.Options);
            values.Serialize(ref writer, pair.Value, Formatters.Options);
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, $"key {Mismatch.Quote(pair.Key.ToString() ?? "")}"))
        {
            throw;
        }
    }

    private TKey ReadKey(ref MessagePackReader reader, IMessagePackFormatter<TKey> keys)
    {
        try
        {
            return keys.Deserialize(ref reader, Formatters.Options)
                ?? throw new ValueConversionException("a map has the key nil (None, null), which a .NET dictionary cannot hold");
        }
        catch (Exception failure) when (ErrorPath.Prepend(failure, "a key of the map"))
        {
            throw;
        }
    }
}
