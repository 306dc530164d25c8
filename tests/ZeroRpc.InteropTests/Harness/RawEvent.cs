using MessagePack;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>An event as MessagePack sees it, without any of our own code: header, name and args.</summary>
internal sealed record RawEvent(IReadOnlyDictionary<object, object?> Header, string Name, object? Args)
{
    /// <summary>The args where they are an array, all integers as long.</summary>
    public object?[] Arguments => Args is object?[] items ? [.. items.Select(Widened)] : [];

    /// <summary>The channel's id, all integers as long.</summary>
    public object? ResponseTo => Widened(Header.GetValueOrDefault("response_to"));

    /// <summary>A request, whose header has what the test gives it.</summary>
    public static byte[] Encode(Dictionary<object, object?> header, string name, object? args) =>
        MessagePackSerializer.Serialize<object?[]>([header, name, args]);

    public static RawEvent Decode(byte[] frame)
    {
        object?[] parts = MessagePackSerializer.Deserialize<object?[]>(frame);
        return new RawEvent((IReadOnlyDictionary<object, object?>)parts[0]!, (string)parts[1]!, parts[2]);
    }

    /// <summary>The bytes of name and args, which do not differ from peer to peer as headers do.</summary>
    public static byte[] NameAndArgs(byte[] frame)
    {
        var reader = new MessagePackReader(frame);
        reader.ReadArrayHeader();
        reader.Skip();
        return frame[(int)reader.Consumed..];
    }

    private static object? Widened(object? value) => value switch
    {
        byte or sbyte or short or ushort or int or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
