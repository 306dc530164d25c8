using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Writes byte[] as bin, never as str. Reading copies the bytes, because the received message is not kept.</summary>
internal sealed class BytesFormatter : IMessagePackFormatter<byte[]?>
{
    public void Serialize(ref MessagePackWriter writer, byte[]? value, MessagePackSerializerOptions options) => writer.Write(value);

    public byte[]? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : Read(ref reader);

    /// <summary>Reads a bin.</summary>
    public static byte[] Read(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.Binary)
        {
            throw Mismatch.Unexpected("a bytes value (bin)", ref reader);
        }

        ReadOnlySequence<byte> bytes = reader.ReadBytes().GetValueOrDefault();
        // The copy below overwrites every byte, so zeroing is unnecessary.
        byte[] copy = GC.AllocateUninitializedArray<byte>(checked((int)bytes.Length));
        bytes.CopyTo(copy);
        return copy;
    }
}

/// <summary>Formats the other types that hold bytes: Memory, ReadOnlyMemory and ArraySegment of byte.</summary>
internal sealed class MemoryFormatter<T>(Func<T, ReadOnlyMemory<byte>> bytesOf, Func<byte[], T> make) : IMessagePackFormatter<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.Write(bytesOf(value).Span);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => make(BytesFormatter.Read(ref reader));
}
