using System.Globalization;
using MessagePack;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding;

/// <summary>Describes a received value for an error message.</summary>
internal static class ArgumentText
{
    private const int LongestText = 40;

    /// <summary>Reads one value and returns its description, such as <c>int 3</c> or <c>str 'abc'</c>.</summary>
    public static string Describe(ref MessagePackReader reader)
    {
        MessagePackReader value = reader;
        reader.Skip();
        return value.NextMessagePackType switch
        {
            MessagePackType.Nil => "nil",
            MessagePackType.Boolean => value.ReadBoolean() ? "bool true" : "bool false",
            MessagePackType.Integer => "int " + Integer(value),
            MessagePackType.Float => "float " + value.ReadDouble().ToString(CultureInfo.InvariantCulture),
            MessagePackType.String => $"str '{Shorten(value.ReadString()!)}'",
            MessagePackType.Binary => $"bin of {value.ReadBytes()!.Value.Length} bytes",
            MessagePackType.Array => $"array of {value.ReadArrayHeader()}",
            MessagePackType.Map => $"map of {value.ReadMapHeader()}",
            _ => $"extension {value.ReadExtensionFormatHeader().TypeCode}",
        };
    }

    private static string Integer(MessagePackReader value) =>
        WireValue.Read(ref value).Integer!.Value.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
