using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>
/// The help options <c>-h</c> and <c>--help</c>. The alias <c>-?</c> is not included, because Python uses it to inspect a service.
/// </summary>
internal static class HelpOptions
{
    /// <summary>Creates the help option of one command.</summary>
    public static HelpOption Create() => new("--help", "-h") { Description = "Show this help." };

    /// <summary>Creates the help option of the tool, which also lists the commands.</summary>
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
