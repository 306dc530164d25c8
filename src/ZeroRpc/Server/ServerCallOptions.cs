using Microsoft.Extensions.Logging;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Execution;
using ZeroRpc.Threading;

namespace ZeroRpc.Server;

/// <summary>The parts that all calls of a server share.</summary>
/// <param name="Codec">Converts values.</param>
/// <param name="Gate">Limits the number of running calls and runs their handlers.</param>
/// <param name="Errors">Replies to calls with errors.</param>
/// <param name="DeadlineClock">
/// The clock for refusing calls whose caller no longer waits. Null if the deadlines of callers are ignored.
/// </param>
/// <param name="Logger">The logger.</param>
internal sealed record ServerCallOptions(
    ValueCodec Codec, CallGate Gate, ErrorReplies Errors, DeadlineClock? DeadlineClock, ILogger Logger)
{
    /// <summary>The calls that have ended and can serve another request.</summary>
    public ObjectPool<ServerCall> Pool { get; } = new();
}
