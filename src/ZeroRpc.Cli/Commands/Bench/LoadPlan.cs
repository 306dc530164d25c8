namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>What to call, how often or how long, and by how many callers at once.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Callers">How many calls run at once.</param>
/// <param name="Calls">How many calls in all; null where <paramref name="Duration"/> says when to end.</param>
/// <param name="Duration">How long new calls are made; null where <paramref name="Calls"/> says when to end.</param>
internal sealed record LoadPlan(string Method, object?[] Args, int Callers, long? Calls, TimeSpan? Duration);
