using ZeroRpc.Events.Values;
using ZeroRpc.Threading;

namespace ZeroRpc.Channels;

/// <summary>What all channels of a client or server have in common.</summary>
/// <param name="Heartbeat">The interval; null for none.</param>
/// <param name="IsHeartbeatPassive">Whether heartbeats wait for the peer's first.</param>
/// <param name="Window">The receive window of channels that peers open; null for one that may grow.</param>
/// <param name="MaxMessageSize">The largest event sent, in bytes.</param>
/// <param name="MaxDepth">The deepest nesting taken from the wire.</param>
/// <param name="MaxChannelsPerPeer">The most channels that one peer may have open.</param>
/// <param name="Codec">How values travel.</param>
/// <param name="Clock">The time.</param>
internal sealed record ChannelOptions(
    TimeSpan? Heartbeat,
    bool IsHeartbeatPassive,
    int? Window,
    int MaxMessageSize,
    int MaxDepth,
    int MaxChannelsPerPeer,
    ValueCodec Codec,
    DeadlineClock Clock)
{
    /// <summary>The nesting that an event adds around its values: the event's array and its args.</summary>
    public const int EnvelopeDepth = 2;

    /// <summary>Makes the channel options of a client's or server's options.</summary>
    public static ChannelOptions From(
        ZeroRpcChannelOptions options, bool passiveHeartbeat, int maxChannelsPerPeer, ValueCodec codec, DeadlineClock clock) => new(
        options.Heartbeat,
        passiveHeartbeat,
        options.Window,
        options.MaxMessageSize,
        options.Values.MaxDepth + EnvelopeDepth,
        maxChannelsPerPeer,
        codec,
        clock);
}
