using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands;

/// <summary><c>help</c>: the help of the tool or of a command.</summary>
internal static class HelpCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("command")
        {
            Description = "A command; without one, the tool itself.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var manual = new Option<bool>("--man") { Description = "Print the manual page, as in: zerorpc-cs help --man | man -l -" };
        var command = new Command("help", "Show the help of the tool or of a command.") { name, manual };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(manual))
            {
                return Program.Main(parsed.GetValue(name) is { } word ? [Known(word), "--help"] : ["--help"]);
            }

            Console.Out.Write(SharedFile.Read("zerorpc-cs.1"));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Known(string word) => Program.CommandNames.Contains(word) ? word : throw CommandFailure.Usage(
        $"there is no command '{word}'.{Suggestion.For(word, Program.CommandNames)} {CommandRunner.ToolName} --help lists all.");
}
