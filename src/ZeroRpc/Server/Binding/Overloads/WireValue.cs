using System.Buffers;
using MessagePack;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>A received argument before it is decoded: its msgpack type, and as much of its value as overload resolution needs.</summary>
internal readonly struct WireValue
{
    private WireValue(MessagePackType type, ReadOnlySequence<byte> raw, Int128? integer, bool isFloat32)
    {
        Type = type;
        Raw = raw;
        Integer = integer;
        IsFloat32 = isFloat32;
    }

    /// <summary>The msgpack type.</summary>
    public MessagePackType Type { get; }

    /// <summary>The encoded value.</summary>
    public ReadOnlySequence<byte> Raw { get; }

    /// <summary>
    /// The value of an integer, or of a float without a fraction, because Node sends large integers as floats. Null for other values.
    /// </summary>
    public Int128? Integer { get; }

    /// <summary>Whether the value is a float 32.</summary>
    public bool IsFloat32 { get; }

    /// <summary>Reads one value and advances the reader past it.</summary>
    public static WireValue Read(ref MessagePackReader reader)
    {
        MessagePackType type = reader.NextMessagePackType;
        bool isFloat32 = reader.NextCode == MessagePackCode.Float32;
        ReadOnlySequence<byte> raw = reader.ReadRaw();
        return new WireValue(type, raw, IntegerOf(type, raw), isFloat32);
    }

    /// <summary>Returns true if the value is a str of exactly one UTF-16 code unit.</summary>
    public bool IsOneCharacter() =>
        Type == MessagePackType.String && Raw.Length <= 5 && new MessagePackReader(Raw).ReadString()?.Length == 1;

    /// <summary>Returns true if the value is text that begins as a date with a time does: longer than a date, with its first hyphen.</summary>
    public bool IsDateAndTime() =>
        Type == MessagePackType.String && new MessagePackReader(Raw).ReadString() is { Length: > 10 } text && text[4] == '-';

    /// <summary>Returns the type code of an extension, or null for other values.</summary>
    public sbyte? ExtensionCode() =>
        Type == MessagePackType.Extension ? new MessagePackReader(Raw).ReadExtensionFormatHeader().TypeCode : null;

    /// <summary>Returns a reader over the items of an array.</summary>
    public MessagePackReader Items(out int count)
    {
        var reader = new MessagePackReader(Raw);
        count = reader.ReadArrayHeader();
        return reader;
    }

    /// <summary>Returns a reader at the first key of a map.</summary>
    public MessagePackReader Entries(out int count)
    {
        var reader = new MessagePackReader(Raw);
        count = reader.ReadMapHeader();
        return reader;
    }

    private static Int128? IntegerOf(MessagePackType type, ReadOnlySequence<byte> raw)
    {
        if (type is not (MessagePackType.Integer or MessagePackType.Float))
        {
            return null;
        }

        var reader = new MessagePackReader(raw);
        if (type == MessagePackType.Integer)
        {
            return reader.NextCode == MessagePackCode.UInt64 ? reader.ReadUInt64() : reader.ReadInt64();
        }

        double number = reader.ReadDouble();
        return double.IsInteger(number) && Math.Abs(number) <= ulong.MaxValue ? (Int128)number : null;
    }
}
