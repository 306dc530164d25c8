using System.Buffers;
using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>Creates events for a live channel from recorded events by replacing the recorded channel id.</summary>
internal static class EventPatch
{
    /// <summary>Returns a recorded event with a new <c>response_to</c>. The rest of its header is unchanged.</summary>
    public static byte[] ForChannel(IncomingEvent recorded, MessageId channel)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        var header = new MessagePackReader(recorded.RawHeader);
        int entries = header.ReadMapHeader();
        writer.WriteMapHeader(entries);
        for (; entries > 0; entries--)
        {
            ReadOnlySequence<byte> key = header.ReadRaw();
            ReadOnlySequence<byte> value = header.ReadRaw();
            writer.WriteRaw(key);
            if (value.ToArray().AsSpan().SequenceEqual(recorded.Header.ResponseTo.Token))
            {
                writer.WriteRaw(channel.Token.ToArray());
            }
            else
            {
                writer.WriteRaw(value);
            }
        }

        writer.Write(recorded.NameText);
        writer.WriteRaw(recorded.Args.Span);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Creates the error for a call that is not in the transcript.</summary>
    public static byte[] NotRecorded(MessageId channel, string call)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.WriteMapHeader(3);
        writer.Write("message_id");
        writer.Write(Guid.NewGuid().ToByteArray());
        writer.Write("v");
        writer.Write(3);
        writer.Write("response_to");
        writer.WriteRaw(channel.Token.ToArray());
        writer.Write("ERR");
        writer.WriteArrayHeader(3);
        writer.Write("NotRecorded");
        writer.Write($"The transcript has no call {call}.");
        writer.Write("");
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
