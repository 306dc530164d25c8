using System.Buffers.Binary;

namespace ZeroRpc.Curve.Keys;

/// <summary>Keys as text (ZeroMQ RFC 32): five printable characters for four bytes.</summary>
internal static class Z85
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private const int Group = 5;

    private static readonly sbyte[] Values = ValuesOfDigits();

    /// <summary>Bytes, four and four, as text.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length / sizeof(uint) * Group];
        for (int at = 0; at < text.Length; at += Group)
        {
            uint value = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at / Group * sizeof(uint))..]);
            for (int i = Group - 1; i >= 0; i--)
            {
                text[at + i] = Digits[(int)(value % 85)];
                value /= 85;
            }
        }

        string encoded = new(text);
        text.Clear();
        return encoded;
    }

    /// <summary>Text as bytes; false when it is of another length or has other characters.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != bytes.Length / sizeof(uint) * Group)
        {
            return false;
        }

        for (int at = 0; at < text.Length; at += Group)
        {
            if (!TryDecode(text.Slice(at, Group), out uint value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32BigEndian(bytes[(at / Group * sizeof(uint))..], value);
        }

        return true;
    }

    private static bool TryDecode(ReadOnlySpan<char> group, out uint value)
    {
        ulong sum = 0;
        foreach (char digit in group)
        {
            int of = digit < Values.Length ? Values[digit] : -1;
            if (of < 0)
            {
                value = 0;
                return false;
            }

            sum = (sum * 85) + (uint)of;
        }

        value = (uint)sum;
        return sum <= uint.MaxValue;
    }

    private static sbyte[] ValuesOfDigits()
    {
        sbyte[] values = new sbyte[128];
        Array.Fill(values, (sbyte)-1);
        for (int i = 0; i < Digits.Length; i++)
        {
            values[Digits[i]] = (sbyte)i;
        }

        return values;
    }
}
