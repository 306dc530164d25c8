namespace ZeroRpc.Cli.Tests.Support;

/// <summary>What a run of the tool gave.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output, read as UTF-8.</param>
/// <param name="Error">Standard error.</param>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The tool's own last word on standard error, without its name.</summary>
    public string Complaint => Error.TrimEnd().Split('\n')[^1].Replace("zerorpc-cs: ", "", StringComparison.Ordinal);
}
