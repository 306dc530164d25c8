using System.CommandLine;
using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Commands;

/// <summary>The Python command line: what the tool does where no command's word stands first.</summary>
internal static class CallCommand
{
    public static Command Create() => new(CommandRunner.ToolName, "Call a ZeroRPC service.");
}
