using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>Parses the arguments of one command, runs it, and converts its outcome to an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>The option that shows the traceback of a remote error, for the commands that have it.</summary>
    public const string Traceback = "--traceback";

    /// <summary>The name of this tool.</summary>
    public const string ToolName = "zerorpc-cs";

    private static readonly ParserConfiguration _parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>
    /// Runs a command and returns its exit code. Ctrl-C and SIGTERM cancel the command; a second signal ends the process.
    /// </summary>
    public static async Task<int> RunAsync(Command command, IReadOnlyList<string> args)
    {
        ParseResult parsed = command.Parse(args, _parsing);
        if (WhatIsWrong(parsed) is { } wrong)
        {
            await FailureReport.WriteLineAsync($"{wrong} See {HelpOf(parsed)}.");
            return ExitCode.Usage;
        }

        using var interrupt = new Interrupt();
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(invocation, interrupt.Token);
        }
        catch (Exception failure)
        {
            return await FailureReport.WriteAsync(failure, WantsTraceback(parsed));
        }
    }

    private static bool WantsTraceback(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Traceback) is Option<bool> option
        && parsed.GetValue(option);

    /// <summary>
    /// Detects errors that the parser does not report. It accepts an unknown option as a value wherever a value is possible; this tool
    /// requires "--" before such a value.
    /// </summary>
    private static string? WhatIsWrong(ParseResult parsed)
    {
        Token? unknown = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).FirstOrDefault(LooksLikeOption);
        if (unknown is null)
        {
            return parsed.Action is ParseErrorAction ? parsed.Errors[0].Message : null;
        }

        return $"unknown option '{unknown.Value}' (write -- before it to pass it as a value)." +
            Suggestion.For(unknown.Value, parsed.CommandResult.Command.Options.Select(option => option.Name));
    }

    private static bool LooksLikeOption(Token token) =>
        token.Type == TokenType.Argument && token.Value is ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '?', ..];

    private static string HelpOf(ParseResult parsed)
    {
        var words = new Stack<string>(["--help"]);
        for (SymbolResult? command = parsed.CommandResult; command is CommandResult { Command: var word }; command = command.Parent)
        {
            words.Push(word.Name);
        }

        return string.Join(' ', words);
    }
}
