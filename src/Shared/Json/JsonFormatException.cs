namespace ZeroRpc.Json;

/// <summary>JSON that cannot be sent in a call, and its position.</summary>
/// <param name="message">The reason, as a sentence.</param>
/// <param name="position">The number of bytes before it.</param>
internal sealed class JsonFormatException(string message, long position) : FormatException(message)
{
    /// <summary>The number of bytes before the value.</summary>
    public long Position { get; } = position;
}
