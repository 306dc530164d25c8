using System.Text.RegularExpressions;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>The commands that docs/cli.md shows, and what it shows of them as a test can compare it.</summary>
internal static partial class CliPage
{
    /// <summary>Those that store a profile or use it, in their order.</summary>
    public static readonly string[] Profile = ["zerorpc-cs profile ", "zerorpc-cs --profile ", "zerorpc-cs -q --profile "];

    /// <summary>Those of them, by how they begin, that need others beside them, or a hand at the keyboard.</summary>
    public static readonly string[] Staged =
    [
        Serve, Repl, Trace, Replay, Pull, Push, Sub, .. Profile,
    ];

    public const string Serve = "zerorpc-cs serve ";
    public const string Repl = "zerorpc-cs repl ";
    public const string Trace = "zerorpc-cs trace --listen ";
    public const string Replay = "zerorpc-cs trace --replay ";
    public const string Pull = "zerorpc-cs pull ";
    public const string Push = "zerorpc-cs push tcp://127.0.0.1:1235 ";
    public const string Sub = "zerorpc-cs sub ";

    /// <summary>All.</summary>
    public static ShownCommand[] Commands { get; } = [.. Markdown.Read("docs/cli.md").Commands()];

    /// <summary>All that begin in a way.</summary>
    public static ShownCommand[] BeginningWith(string beginning) =>
        [.. Commands.Where(command => command.Line.StartsWith(beginning, StringComparison.Ordinal))];

    /// <summary>The same with the port of an endpoint in place of the one shown.</summary>
    public static ShownCommand At(this ShownCommand command, int shownPort, string endpoint)
    {
        var port = new Regex($@"\b{shownPort}\b");
        string own = $"{new Uri(endpoint).Port}";
        return new ShownCommand(port.Replace(command.Line, own), port.Replace(command.Output, own));
    }

    /// <summary>Asserts that what was printed is what is shown, but for times that were measured.</summary>
    public static void AssertPrinted(this ShownCommand command, string printed)
    {
        string shown = command.Output;
        if (shown.EndsWith("\n…", StringComparison.Ordinal))
        {
            string[] lines = shown.Split('\n')[..^1];
            printed = string.Join('\n', printed.Split('\n').Take(lines.Length));
            shown = string.Join('\n', lines);
        }

        Assert.Equal(command.WithoutMeasures(shown), command.WithoutMeasures(printed.TrimEnd()));
    }

    /// <summary>Standard output, and standard error before it where that is shown.</summary>
    public static string Shown(this ToolResult result, ShownCommand command) =>
        StandardError().IsMatch(command.Output) ? result.Error + result.Output : result.Output;

    private static string WithoutMeasures(this ShownCommand command, string text)
    {
        if (command.Line.StartsWith("zerorpc-cs bench", StringComparison.Ordinal))
        {
            return (command.Line.Contains("--csv", StringComparison.Ordinal) ? Number() : GroupedNumber()).Replace(text, "#");
        }

        // What the command says itself is not measured.
        return Measure().Replace(text, number => command.Line.Split(' ').Contains(number.Value) ? number.Value : "#");
    }

    [GeneratedRegex("^(connecting to|binding to|zerorpc-cs:)")]
    private static partial Regex StandardError();

    [GeneratedRegex(@"\d+(\.\d+)?(?= (ms|s)\b)|(?<=--heartbeat )\d+(\.\d+)?")]
    private static partial Regex Measure();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\d{1,3}(,\d{3})*(\.\d+)?")]
    private static partial Regex GroupedNumber();
}
