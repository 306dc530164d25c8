using System.Globalization;
using System.Numerics;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Formats double as float 64, and float and Half as float 32. Reading also accepts integers. A float 64 is read as float or Half with loss
/// of precision.
/// </summary>
internal sealed class FloatFormatter<T>(string expected) : IMessagePackFormatter<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (typeof(T) == typeof(double))
        {
            writer.Write(double.CreateTruncating(value));
        }
        else
        {
            writer.Write(float.CreateTruncating(value));
        }
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        double value = Numbers.ReadDouble(ref reader, expected);
        var converted = T.CreateTruncating(value);
        if (T.IsInfinity(converted) && double.IsFinite(value))
        {
            throw Mismatch.OutOfRange(expected, value);
        }

        return converted;
    }
}

/// <summary>
/// Formats decimal as a str of its digits. This keeps all digits, and Python's Decimal accepts it. Reading also accepts numbers.
/// </summary>
internal sealed class DecimalFormatter : IMessagePackFormatter<decimal>
{
    private const string Expected = "a number or its digits in a string (decimal)";

    public void Serialize(ref MessagePackWriter writer, decimal value, MessagePackSerializerOptions options) =>
        writer.Write(value.ToString(CultureInfo.InvariantCulture));

    public decimal Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType == MessagePackType.String)
        {
            string digits = reader.ReadString() ?? "";
            return decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed)
                ? parsed
                : throw Mismatch.Received(Expected, "a string", Mismatch.Quote(digits));
        }

        if (reader.NextMessagePackType == MessagePackType.Integer)
        {
            return reader.NextCode == MessagePackCode.UInt64 ? reader.ReadUInt64() : reader.ReadInt64();
        }

        double value = Numbers.ReadDouble(ref reader, Expected);
        try
        {
            return (decimal)value;
        }
        catch (OverflowException)
        {
            throw Mismatch.OutOfRange(Expected, value);
        }
    }
}

/// <summary>Code that the formatters of numbers share.</summary>
internal static class Numbers
{
    /// <summary>Reads a float or an integer.</summary>
    public static double ReadDouble(ref MessagePackReader reader, string expected) => reader.NextMessagePackType switch
    {
        MessagePackType.Float => reader.ReadDouble(),
        MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64 => reader.ReadUInt64(),
        MessagePackType.Integer => reader.ReadInt64(),
        _ => throw Mismatch.Unexpected(expected, ref reader),
    };
}
