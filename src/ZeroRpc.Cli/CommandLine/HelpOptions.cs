using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>Help by <c>-h</c> and <c>--help</c> alone: <c>-?</c> is Python's for inspecting.</summary>
internal static class HelpOptions
{
    /// <summary>The help of one command.</summary>
    public static HelpOption Create() => new("--help", "-h") { Description = "Show this help." };

    /// <summary>The help of the tool, which lists the commands too.</summary>
    public static HelpOption CreateWithCommands()
    {
        HelpOption option = Create();
        option.Action = new ToolHelp();
        return option;
    }

    private sealed class ToolHelp : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Command tool = parseResult.CommandResult.Command;
            foreach (Func<Command> create in Program.Commands.Values)
            {
                tool.Subcommands.Add(create());
            }

            return new HelpAction().Invoke(parseResult);
        }
    }
}
