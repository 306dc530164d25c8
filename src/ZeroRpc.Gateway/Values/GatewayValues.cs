using System.Buffers;
using MessagePack;
using Microsoft.Extensions.Options;
using ZeroRpc.Events.Values;
using ZeroRpc.Json;

namespace ZeroRpc.Gateway.Values;

/// <summary>The values of requests and replies as JSON and as msgpack.</summary>
internal sealed class GatewayValues
{
    private readonly JsonValueReader _json = new(JsonRules.Web);
    private readonly ValueCodec _codec = new(new ValueOptions { MaxDepth = JsonRules.Web.MaxDepth });

    public GatewayValues(IOptions<ZeroRpcGatewayOptions> options)
    {
        IntegerText integers = options.Value.Integers switch
        {
            GatewayIntegers.Numbers => IntegerText.Never,
            GatewayIntegers.Strings => IntegerText.Always,
            _ => IntegerText.BeyondSafe,
        };
        JsonRules rules = JsonRules.Web with { Integers = integers };
        Json = new JsonOutput(rules with { HasPlainBytes = !options.Value.TagBytes });
        TaggedJson = new JsonOutput(rules with { HasPlainBytes = false });
    }

    /// <summary>Writes the JSON of HTTP responses.</summary>
    public JsonOutput Json { get; }

    /// <summary>Writes the JSON of WebSockets, which tags bytes.</summary>
    public JsonOutput TaggedJson { get; }

    /// <summary>Reads one value from JSON.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    /// <exception cref="JsonFormatException">It is JSON that no call can carry.</exception>
    public object? ReadJson(ReadOnlySpan<byte> utf8) => _json.Read(utf8);

    /// <summary>Reads one value from msgpack.</summary>
    /// <exception cref="ValueConversionException">It is no msgpack, or more than one value.</exception>
    public object? ReadMsgpack(ReadOnlySequence<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        object? value = _codec.Read<object?>(ref reader);
        return reader.End ? value : throw new ValueConversionException($"{bytes.Length - reader.Consumed} bytes follow the value");
    }

    /// <summary>Reads the first of several values from msgpack, and takes it from them.</summary>
    /// <exception cref="ValueConversionException">It is no msgpack.</exception>
    public object? ReadMsgpack(ref ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        object? value = _codec.Read<object?>(ref reader);
        bytes = bytes[(int)reader.Consumed..];
        return value;
    }

    /// <summary>Writes a value as msgpack.</summary>
    /// <exception cref="ValueConversionException">The value cannot be written.</exception>
    public void WriteMsgpack(IBufferWriter<byte> output, object? value)
    {
        var writer = new MessagePackWriter(output);
        _codec.WriteObject(ref writer, value);
        writer.Flush();
    }
}
