using ZeroRpc.Channels;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Rpc;

/// <summary>What channels must know of a client's or server's options.</summary>
internal static class ChannelOptionsFactory
{
    /// <summary>The event and its args, which stand around the values.</summary>
    public const int EnvelopeDepth = 2;

    /// <summary>The channel options of common options.</summary>
    public static ChannelOptions Of(ZeroRpcOptions options, ValueCodec codec, DeadlineClock clock, int maxChannelsPerPeer) => new(
        options.Heartbeat,
        options is ZeroRpcClientOptions { PassiveHeartbeat: true },
        options.Window,
        options.MaxMessageSize,
        options.Values.MaxDepth + EnvelopeDepth,
        maxChannelsPerPeer,
        codec,
        clock);
}
