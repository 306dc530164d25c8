using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Values of type <c>object</c>. Written by their runtime type. Read as null, bool, long (ulong above its range), double, string, byte[],
/// object?[], Dictionary&lt;string, object?&gt; (object keys when any key is no string), DateTime for a timestamp, what a registered
/// extension makes, and <see cref="ExtensionValue"/> for the others.
/// </summary>
internal sealed class UntypedFormatter : IMessagePackFormatter<object?>
{
    private const int MostReserved = 1024;

    private readonly FormatterCache _formatters;
    private readonly Dictionary<sbyte, ValueOptions.ExtensionRegistration> _extensions;

    public UntypedFormatter(FormatterCache formatters, IEnumerable<ValueOptions.ExtensionRegistration> extensions)
    {
        _formatters = formatters;
        _extensions = extensions.ToDictionary(registration => registration.TypeCode);
    }

    public void Serialize(ref MessagePackWriter writer, object? value, MessagePackSerializerOptions options)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case int number: // What most arguments are, as their formatters write them.
                writer.Write(number);
                break;
            case long number:
                writer.Write(number);
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case object when value.GetType() == typeof(object):
                throw new ValueConversionException("a bare object has nothing that could be sent");
            default:
                _formatters.Get(value.GetType()).Write(ref writer, value);
                break;
        }
    }

    public object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Integer:
                return ReadInteger(ref reader);
            case MessagePackType.Float:
                return reader.ReadDouble();
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return BytesFormatter.Read(ref reader);
            case MessagePackType.Array:
                return _formatters.Get<object?[]>().Deserialize(ref reader, options);
            case MessagePackType.Map:
                Nesting.EnterRead(ref reader, _formatters.MaxDepth);
                object map = ReadMap(ref reader, options);
                Nesting.LeaveRead(ref reader);
                return map;
            case MessagePackType.Extension:
                return ReadExtension(ref reader);
            default:
                throw Mismatch.Unexpected("a value", ref reader);
        }
    }

    private static object ReadInteger(ref MessagePackReader reader)
    {
        if (reader.NextCode != MessagePackCode.UInt64)
        {
            return reader.ReadInt64();
        }

        ulong value = reader.ReadUInt64();
        return value <= long.MaxValue ? (long)value : value;
    }

    /// <summary>Reads a map into the usual dictionary, and changes over to the wider one at the first key that is no string.</summary>
    private object ReadMap(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        int count = reader.ReadMapHeader();
        var map = new Dictionary<string, object?>(Math.Min(count, MostReserved));
        for (int i = 0; i < count; i++)
        {
            if (reader.NextMessagePackType != MessagePackType.String)
            {
                return ReadWideMap(ref reader, map, count - i, options);
            }

            string key = reader.ReadString()!;
            map[key] = Deserialize(ref reader, options);
        }

        return map;
    }

    private Dictionary<object, object?> ReadWideMap(
        ref MessagePackReader reader, Dictionary<string, object?> before, int left, MessagePackSerializerOptions options)
    {
        var map = new Dictionary<object, object?>(UntypedKeyComparer.Instance);
        foreach ((string key, object? value) in before)
        {
            map.Add(key, value);
        }

        for (; left > 0; left--)
        {
            object key = Deserialize(ref reader, options)
                ?? throw new ValueConversionException("a map has nil (None, null) for a key, which no .NET dictionary can hold");
            map[key] = Deserialize(ref reader, options);
        }

        return map;
    }

    private object ReadExtension(ref MessagePackReader reader)
    {
        ExtensionValue extension = ExtensionValueFormatter.Read(ref reader);
        if (_extensions.TryGetValue(extension.TypeCode, out ValueOptions.ExtensionRegistration? registration))
        {
            return RegisteredExtension.Read(registration, extension);
        }

        // A time that DateTime cannot hold stays as it came.
        return extension.TypeCode == Timestamp.TypeCode && Timestamp.TryParse(extension.Data.Span, out DateTime time) ? time : extension;
    }
}
