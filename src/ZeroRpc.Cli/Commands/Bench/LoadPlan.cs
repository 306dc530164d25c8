namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>The calls of a benchmark: their method, number or duration, and concurrency.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Args">The arguments.</param>
/// <param name="Callers">The number of concurrent calls.</param>
/// <param name="Calls">The total number of calls. Null if <paramref name="Duration"/> ends the run.</param>
/// <param name="Duration">How long new calls are started. Null if <paramref name="Calls"/> ends the run.</param>
internal sealed record LoadPlan(string Method, object?[] Args, int Callers, long? Calls, TimeSpan? Duration);
