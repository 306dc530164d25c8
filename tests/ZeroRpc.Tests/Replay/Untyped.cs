using System.Buffers;
using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Replay;

/// <summary>Values to bytes and back with the library's codec, as nobody's type in particular.</summary>
internal static class Untyped
{
    public static ValueCodec Codec { get; } = new(new ValueOptions());

    public static object? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        return Codec.Read<object?>(ref reader);
    }

    public static byte[] Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        Codec.Write(ref writer, value);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
