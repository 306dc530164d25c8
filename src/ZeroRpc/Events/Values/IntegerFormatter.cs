using System.Globalization;
using System.Numerics;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats any integer type in the fewest bytes, as Python does. Reading also accepts a float without a fraction, because Node sends
/// integers beyond 32 bits as floats (docs/protocol.md, section 2).
/// </summary>
internal sealed class IntegerFormatter<T>(string expected) : IMessagePackFormatter<T>
    where T : struct, IBinaryInteger<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        try
        {
            if (T.IsNegative(value))
            {
                writer.Write(long.CreateChecked(value));
            }
            else
            {
                writer.Write(ulong.CreateChecked(value));
            }
        }
        catch (OverflowException)
        {
            throw new ValueConversionException($"the integer {value} has more than 64 bits, which msgpack cannot carry");
        }
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                return Convert(reader.ReadUInt64());
            case MessagePackType.Integer:
                return Convert(reader.ReadInt64());
            case MessagePackType.Float:
                return Convert(reader.ReadDouble());
            default:
                throw Mismatch.Unexpected(expected, ref reader);
        }
    }

    private T Convert<TFrom>(TFrom value)
        where TFrom : struct, INumber<TFrom>
    {
        if (!TFrom.IsInteger(value))
        {
            throw Mismatch.Received(expected, "a float that is not a whole number", Text(value));
        }

        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException)
        {
            throw Mismatch.Received(expected, "a number out of its range", Text(value));
        }
    }

    private static string Text<TFrom>(TFrom value)
        where TFrom : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
