using System.Globalization;
using MessagePack;

namespace ZeroRpc.Diagnostics;

/// <summary>What a message carries, as text for a log: a logger may keep it, and a message's memory may be lent.</summary>
internal readonly record struct Payload(string Text)
{
    private const int LongestText = 1000;
    private const int LargestRead = 16 * 1024;

    private static readonly MessagePackSerializerOptions Untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>A message as JSON, cut where it gets long; its size alone where it is large, or no msgpack.</summary>
    public static Payload Of(ReadOnlyMemory<byte> body) => new(Describe(body));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Describe(ReadOnlyMemory<byte> body)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{body.Length:N0} bytes");
        if (body.Length is 0 or > LargestRead)
        {
            return size;
        }

        try
        {
            string json = MessagePackSerializer.ConvertToJson(body, Untrusted);
            return json.Length <= LongestText ? json : $"{json[..LongestText]}… ({size})";
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or ArgumentException)
        {
            return $"{size}, which are no msgpack";
        }
    }
}
