using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Calls;

/// <summary>How the result of a call on the command line is printed, and how long its stream can be idle.</summary>
/// <param name="Format">The output format.</param>
/// <param name="OutputFile">The output file. Null or "-" for standard output. A single bytes value is written to it unformatted.</param>
/// <param name="Idle">The longest wait for the next item of a stream. Null for no limit.</param>
internal sealed record CommandCall(OutputFormat Format, string? OutputFile, TimeSpan? Idle);
