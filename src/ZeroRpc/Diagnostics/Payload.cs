using System.Globalization;
using MessagePack;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The content of a message as text for a log. Converted at once, because a logger can keep the value while the memory of the message may
/// be lent.
/// </summary>
internal readonly record struct Payload(string Text)
{
    private const int LongestText = 1000;
    private const int LargestRead = 16 * 1024;

    private static readonly MessagePackSerializerOptions Untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>
    /// Formats a message as JSON, truncated if it is long. Only the size is shown for a large message and for one that is not valid
    /// msgpack.
    /// </summary>
    public static Payload Of(ReadOnlyMemory<byte> body) => new(PrintableText.Escape(Describe(body)));

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
