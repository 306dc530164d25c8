using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Calls;

/// <summary>How a call made by hand is printed, and how long its stream may rest.</summary>
/// <param name="Format">How its result is printed.</param>
/// <param name="OutputFile">The file that it goes to, null or "-" for standard output; bytes are then written as they are.</param>
/// <param name="Idle">The longest wait for a stream's next item; null for none.</param>
internal sealed record CommandCall(OutputFormat Format, string? OutputFile, TimeSpan? Idle);
