namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>The settings of an explanation.</summary>
/// <param name="Heartbeat">The heartbeat interval of this side. Null for none.</param>
/// <param name="Timeout">How long a reply can take. Null for the usual 30 s.</param>
/// <param name="Method">
/// A method that takes longer than one heartbeat interval, for measuring the heartbeats. Null to skip that step.
/// </param>
/// <param name="Args">The arguments of the method.</param>
internal sealed record ExplainSettings(TimeSpan? Heartbeat, TimeSpan? Timeout, string? Method, object?[] Args);
