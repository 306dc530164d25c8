using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats values of the declared type <c>object</c>. Writing uses the runtime type. Reading returns null, bool, long (ulong above the
/// range of long), double, string, byte[], object?[], Dictionary&lt;string, object?&gt; (object keys if any key is not a string), DateTime
/// for a timestamp, the value of a registered extension, and <see cref="ExtensionValue"/> for other extensions.
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
            case int number: // A fast path for the most common types of arguments. The bytes are the same as those of their formatters.
                writer.Write(number);
                break;
            case long number:
                writer.Write(number);
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case object when value.GetType() == typeof(object):
                throw new ValueConversionException("an instance of System.Object has no content to send");
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

    /// <summary>
    /// Reads a map into a dictionary with string keys. Changes to a dictionary with object keys at the first key that is not a string.
    /// </summary>
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
                ?? throw new ValueConversionException("a map has the key nil (None, null), which a .NET dictionary cannot hold");
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

        // A timestamp outside the range of DateTime is returned as an ExtensionValue.
        return extension.TypeCode == Timestamp.TypeCode && Timestamp.TryParse(extension.Data.Span, out DateTime time) ? time : extension;
    }
}
