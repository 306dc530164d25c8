using ZeroRpc.Events.Values;
using ZeroRpc.Threading;

namespace ZeroRpc.Channels;

/// <summary>The options of all channels of a client or server.</summary>
/// <param name="Heartbeat">The heartbeat interval. Null for no heartbeats.</param>
/// <param name="IsHeartbeatPassive">Whether heartbeats wait for the first heartbeat of the peer.</param>
/// <param name="Window">The receive window of channels that peers open. Null for a window that can grow.</param>
/// <param name="MaxMessageSize">The largest event sent, in bytes.</param>
/// <param name="MaxDepth">The deepest nesting accepted from the wire.</param>
/// <param name="MaxChannelsPerPeer">The largest number of live channels of one peer.</param>
/// <param name="Codec">Encodes and decodes values.</param>
/// <param name="Clock">The clock of heartbeats.</param>
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

    /// <summary>Creates the channel options from the options of a client or server.</summary>
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
