using Microsoft.Extensions.Logging;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;

namespace ZeroRpc.Server;

/// <summary>What all calls of a server have in common.</summary>
/// <param name="Codec">How values travel.</param>
/// <param name="Gate">How many calls may run at once, and where they run.</param>
/// <param name="Errors">Answers calls with errors.</param>
/// <param name="DeadlineClock">The clock by which a call is refused whose caller no longer waits; null where callers' deadlines do not count.</param>
/// <param name="Logger">Where to log.</param>
internal sealed record ServerCallOptions(
    ValueCodec Codec, CallGate Gate, ErrorReplies Errors, DeadlineClock? DeadlineClock, ILogger Logger)
{
    /// <summary>The calls that have ended and can serve another request.</summary>
    public ObjectPool<ServerCall> Pool { get; } = new();
}
