using System.Buffers;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.Http;

/// <summary>How the items of a stream, its end and its error are written into a response.</summary>
internal abstract class StreamFormat
{
    /// <summary>The media type of the response.</summary>
    public abstract string ContentType { get; }

    /// <summary>Creates the format.</summary>
    public static StreamFormat Create(ReplyFormat format, GatewayValues values) => format switch
    {
        ReplyFormat.Events => new EventStream(values.Json),
        ReplyFormat.Msgpack => new MsgpackStream(values),
        _ => new JsonLineStream(values.Json),
    };

    /// <summary>Writes an item.</summary>
    public abstract void WriteItem(IBufferWriter<byte> output, object? item);

    /// <summary>Writes the normal end.</summary>
    public abstract void WriteEnd(IBufferWriter<byte> output);

    /// <summary>Writes the error that ends the stream.</summary>
    public abstract void WriteError(IBufferWriter<byte> output, GatewayProblem problem);

    /// <summary>Writes what readers ignore, so that proxies keep a silent stream open.</summary>
    public abstract void WriteHeartbeat(IBufferWriter<byte> output);

    /// <summary>A line for each item. An error is the line <c>{"$error": {…}}</c>, which no item looks like.</summary>
    private sealed class JsonLineStream(JsonOutput json) : StreamFormat
    {
        public override string ContentType => ReplyFormats.JsonLines;

        public override void WriteItem(IBufferWriter<byte> output, object? item)
        {
            json.Write(output, item);
            output.Write("\n"u8);
        }

        public override void WriteEnd(IBufferWriter<byte> output)
        {
        }

        public override void WriteError(IBufferWriter<byte> output, GatewayProblem problem)
        {
            output.Write("{\"$error\":"u8);
            json.Write(output, problem.ToMap());
            output.Write("}\n"u8);
        }

        public override void WriteHeartbeat(IBufferWriter<byte> output) => output.Write("\n"u8);
    }

    /// <summary>A message for each item, and an event <c>done</c> or <c>error</c>. EventSource would connect again after an end without it.</summary>
    private sealed class EventStream(JsonOutput json) : StreamFormat
    {
        public override string ContentType => ReplyFormats.Events;

        public override void WriteItem(IBufferWriter<byte> output, object? item)
        {
            output.Write("data: "u8);
            json.Write(output, item);
            output.Write("\n\n"u8);
        }

        public override void WriteEnd(IBufferWriter<byte> output) => output.Write("event: done\ndata: null\n\n"u8);

        public override void WriteError(IBufferWriter<byte> output, GatewayProblem problem)
        {
            output.Write("event: error\n"u8);
            WriteItem(output, problem.ToMap());
        }

        public override void WriteHeartbeat(IBufferWriter<byte> output) => output.Write(": heartbeat\n\n"u8);
    }

    /// <summary>A sequence of arrays, <c>["item", value]</c>, <c>["done"]</c> and <c>["error", {…}]</c>, and of nil as heartbeats.</summary>
    private sealed class MsgpackStream(GatewayValues values) : StreamFormat
    {
        public override string ContentType => ReplyFormats.Msgpack;

        public override void WriteItem(IBufferWriter<byte> output, object? item) => Write(output, "item", item);

        public override void WriteEnd(IBufferWriter<byte> output) => Write(output, "done");

        public override void WriteError(IBufferWriter<byte> output, GatewayProblem problem) => Write(output, "error", problem.ToMap());

        public override void WriteHeartbeat(IBufferWriter<byte> output) => values.WriteMsgpack(output, null);

        private void Write(IBufferWriter<byte> output, params object?[] parts) => values.WriteMsgpack(output, parts);
    }
}
