using System.Buffers;
using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Events.Values;

/// <summary>Values to bytes in hexadecimal and back.</summary>
internal static class Wire
{
    public static string Write<T>(T value, ValueOptions? options = null) => Write(new ValueCodec(options ?? new ValueOptions()), value);

    public static string Write<T>(ValueCodec codec, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        codec.Write(ref writer, value);
        writer.Flush();
        return Convert.ToHexStringLower(buffer.WrittenSpan);
    }

    public static T Read<T>(string hex, ValueOptions? options = null) => Read<T>(new ValueCodec(options ?? new ValueOptions()), hex);

    public static T Read<T>(ValueCodec codec, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var reader = new MessagePackReader(bytes);
        T value = codec.Read<T>(ref reader);
        Assert.Equal(bytes.Length, reader.Consumed);
        return value;
    }

    public static T RoundTrip<T>(T value, ValueOptions? options = null) => Read<T>(Write(value, options), options);

    public static string WriteError<T>(T value, ValueOptions? options = null) =>
        Assert.Throws<ValueConversionException>(() => Write(value, options)).Message;

    public static string ReadError<T>(string hex, ValueOptions? options = null) =>
        Assert.Throws<ValueConversionException>(() => Read<T>(hex, options)).Message;
}
