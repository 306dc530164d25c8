using System.Globalization;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Creates the exceptions of failed conversions. The messages state what was expected, what was received, and where in the value.
/// </summary>
internal static class Mismatch
{
    private const int LongestPreview = 40;

    /// <summary>The next value has the wrong type. The value is not consumed.</summary>
    public static ValueConversionException Unexpected(string expected, ref MessagePackReader reader)
    {
        (string kind, string? preview) = Describe(ref reader);
        return Received(expected, kind, preview);
    }

    /// <summary>The received value has an accepted type but not an accepted content.</summary>
    public static ValueConversionException Received(string expected, string kind, string? preview = null) =>
        new($"expected {expected}, but received {kind}{(preview is null ? "" : $": {Shorten(preview)}")}");

    /// <summary>The received number is outside the range of the type.</summary>
    public static ValueConversionException OutOfRange(string expected, double number) =>
        Received(expected, "a number out of its range", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Quotes a string as Python does, shortened if it is long.</summary>
    public static string Quote(string text) => text.Length <= LongestPreview ? $"'{text}'" : $"'{text[..LongestPreview]}…'";

    /// <summary>Wraps an exception thrown outside this codec, for example by a constructor or by a formatter of the application.</summary>
    public static ValueConversionException Wrap(string what, Exception failure)
    {
        Exception cause = failure is MessagePackSerializationException { InnerException: { } inner } ? inner : failure;
        string why = cause is EndOfStreamException ? "the data end inside a value" : cause.Message;
        return new ValueConversionException($"{what}: {ErrorPath.Get(failure)}{why}", failure);
    }

    /// <summary>Creates the exception that the codec's caller sees: the path inside the value, and what went wrong there.</summary>
    public static ValueConversionException WithPath(string what, Exception failure)
    {
        if (failure is not ValueConversionException)
        {
            return Wrap(what, failure);
        }

        return new ValueConversionException(ErrorPath.Get(failure) + failure.Message, failure.InnerException);
    }

    private static (string Kind, string? Preview) Describe(ref MessagePackReader reader)
    {
        MessagePackReader peek = reader.CreatePeekReader();
        switch (peek.NextMessagePackType)
        {
            case MessagePackType.Nil:
                return ("nil (None, null)", null);
            case MessagePackType.Boolean:
                return ("a bool", peek.ReadBoolean() ? "true" : "false");
            case MessagePackType.Integer:
                return ("an integer", IntegerText(ref peek));
            case MessagePackType.Float:
                return ("a float", peek.ReadDouble().ToString(CultureInfo.InvariantCulture));
            case MessagePackType.String:
                return ("a string", Quote(peek.ReadString() ?? ""));
            case MessagePackType.Binary:
                return ($"a bytes value (bin) of {peek.ReadBytes()?.Length ?? 0} bytes", null);
            case MessagePackType.Array:
                return ($"an array of {peek.ReadArrayHeader()}", null);
            case MessagePackType.Map:
                return ($"a map of {peek.ReadMapHeader()}", null);
            case MessagePackType.Extension:
                return ($"an extension of type {peek.ReadExtensionFormatHeader().TypeCode}", null);
            default:
                return ("the reserved byte 0xc1", null);
        }
    }

    private static string IntegerText(ref MessagePackReader peek) => peek.NextCode == MessagePackCode.UInt64
        ? peek.ReadUInt64().ToString(CultureInfo.InvariantCulture)
        : peek.ReadInt64().ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string preview) =>
        preview.Length <= LongestPreview + 3 ? preview : string.Concat(preview.AsSpan(0, LongestPreview), "…");
}
