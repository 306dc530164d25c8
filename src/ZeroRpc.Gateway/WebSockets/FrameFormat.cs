using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>How frames are written into messages: the subprotocol.</summary>
internal abstract class FrameFormat(GatewayValues values)
{
    private const string JsonProtocol = "zerorpc.json";
    private const string MsgpackProtocol = "zerorpc.msgpack";

    /// <summary>The type of the messages.</summary>
    public abstract WebSocketMessageType MessageType { get; }

    /// <summary>The subprotocol.</summary>
    public abstract string Protocol { get; }

    /// <summary>What stands between the frames of one message.</summary>
    public abstract ReadOnlyMemory<byte> Separator { get; }

    protected GatewayValues Values => values;

    /// <summary>Chooses the first subprotocol of the client's that the gateway has; JSON if the client names none. Null if it has no such one.</summary>
    public static FrameFormat? Choose(IList<string> requested, GatewayValues values) => requested.Count == 0
        ? new JsonFrames(values)
        : requested.Select(protocol => Create(protocol, values)).FirstOrDefault(format => format is not null);

    /// <summary>Reads the next frame of a message as a value.</summary>
    /// <param name="message">The message, from which the frame is taken.</param>
    /// <param name="id">The id of the frame, if it can be told although the frame is wrong.</param>
    /// <exception cref="GatewayException">The frame is none of the subprotocol.</exception>
    public abstract object? Read(ref ReadOnlyMemory<byte> message, out long? id);

    /// <summary>Writes a frame: its type, the id of its call and one more field.</summary>
    public abstract void Write(IBufferWriter<byte> output, string type, long? id, string? key, object? value);

    private static FrameFormat? Create(string protocol, GatewayValues values) => protocol switch
    {
        JsonProtocol => new JsonFrames(values),
        MsgpackProtocol => new MsgpackFrames(values),
        _ => null,
    };

    private sealed class JsonFrames(GatewayValues values) : FrameFormat(values)
    {
        public override WebSocketMessageType MessageType => WebSocketMessageType.Text;

        public override string Protocol => JsonProtocol;

        public override ReadOnlyMemory<byte> Separator { get; } = "\n"u8.ToArray();

        /// <summary>A frame is a line, so that one that is no JSON leaves the others alone.</summary>
        public override object? Read(ref ReadOnlyMemory<byte> message, out long? id)
        {
            int end = message.Span.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? message.Span : message.Span[..end];
            message = end < 0 ? default : message[(end + 1)..];
            id = null;
            try
            {
                return Values.ReadJson(line);
            }
            catch (Exception fault) when (fault is JsonException or FormatException)
            {
                id = FindId(line);
                throw InputFaults.OfJson(line, fault);
            }
        }

        public override void Write(IBufferWriter<byte> output, string type, long? id, string? key, object? value)
        {
            using Utf8JsonWriter writer = JsonOutput.Open(output);
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            if (id is { } known)
            {
                writer.WriteNumber("id"u8, known);
            }

            if (key is not null)
            {
                writer.WritePropertyName(key);
                Values.TaggedJson.Write(writer, value);
            }

            writer.WriteEndObject();
        }

        /// <summary>Looks for the id among the fields of the frame, up to what is no JSON.</summary>
        private static long? FindId(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            try
            {
                while (reader.Read())
                {
                    if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
                    {
                        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : null;
                    }
                }
            }
            catch (JsonException)
            {
                // The id may stand behind, where nothing can be read.
            }

            return null;
        }
    }

    private sealed class MsgpackFrames(GatewayValues values) : FrameFormat(values)
    {
        public override WebSocketMessageType MessageType => WebSocketMessageType.Binary;

        public override string Protocol => MsgpackProtocol;

        public override ReadOnlyMemory<byte> Separator => default;

        public override object? Read(ref ReadOnlyMemory<byte> message, out long? id)
        {
            id = null;
            try
            {
                return Values.ReadMsgpack(ref message);
            }
            catch (ValueConversionException wrong)
            {
                message = default; // Where the next frame begins is unknown.
                throw Faults.Request("InvalidMsgpack", $"The message is no msgpack value: {wrong.Message}.");
            }
        }

        public override void Write(IBufferWriter<byte> output, string type, long? id, string? key, object? value)
        {
            Dictionary<string, object?> frame = new() { ["type"] = type };
            if (id is { } known)
            {
                frame["id"] = known;
            }

            if (key is not null)
            {
                frame[key] = value;
            }

            Values.WriteMsgpack(output, frame);
        }
    }
}
