using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Cli.Commands.Explain;

/// <summary>The settings of an explanation.</summary>
/// <param name="Heartbeat">Our interval; null for none.</param>
/// <param name="Timeout">How long an answer may take; null for the usual 30 s.</param>
/// <param name="Header">Entries for the header of each call.</param>
/// <param name="Method">A method that lasts longer than a heartbeat's interval, to see the heartbeats; null to leave them out.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Security">The security of the connection; null for none.</param>
internal sealed record ExplainSettings(
    TimeSpan? Heartbeat,
    TimeSpan? Timeout,
    IReadOnlyDictionary<string, string> Header,
    string? Method,
    object?[] Args,
    ISecurity? Security);
