using MessagePack;
using MessagePack.Resolvers;

namespace ZeroRpc.Tests.Wire;

/// <summary>Events as bytes, right or wrong, made without the library.</summary>
internal static class Bytes
{
    private static readonly MessagePackSerializerOptions Options =
        MessagePackSerializerOptions.Standard.WithResolver(PrimitiveObjectResolver.Instance);

    /// <summary>A value in msgpack: primitives, <c>object[]</c>, <c>byte[]</c> and <c>Dictionary&lt;object, object?&gt;</c>.</summary>
    public static byte[] Of(object? value) => MessagePackSerializer.Serialize(value, Options, TestContext.Current.CancellationToken);

    /// <summary>An event of three msgpack values that the test made itself.</summary>
    public static byte[] Event(byte[] header, byte[] name, byte[] args) => [0x93, .. header, .. name, .. args];

    /// <summary>A request in order.</summary>
    public static byte[] Request(object id, string name, params object?[] args) => Event(Header(id), Of(name), Of(args));

    /// <summary>A request's header in order.</summary>
    public static byte[] Header(object id) => Of(new Dictionary<object, object?> { ["message_id"] = id, ["v"] = 3 });

    /// <summary>An event within a channel, its args as they stand on the wire.</summary>
    public static byte[] InChannel(object? channel, string name, byte[] args) =>
        Event(
            Of(new Dictionary<object, object?> { ["message_id"] = Guid.NewGuid().ToByteArray(), ["v"] = 3, ["response_to"] = channel }),
            Of(name),
            args);

    /// <summary>An event within a channel.</summary>
    public static byte[] InChannel(object? channel, string name, object? args) => InChannel(channel, name, Of(args));

    /// <summary>Arrays within arrays.</summary>
    public static byte[] Nested(int levels) => [.. Enumerable.Repeat((byte)0x91, levels - 1), 0x90];

    /// <summary>The bytes that a hexadecimal text stands for, spaces aside.</summary>
    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
