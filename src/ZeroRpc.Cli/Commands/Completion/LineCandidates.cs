using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Profiles;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Commands.Completion;

/// <summary>
/// What the last word of a command line can become: commands, options, shells, profiles, and the methods of the service that the line names.
/// </summary>
internal static class LineCandidates
{
    private static readonly string[] _withMethod = ["bench", "describe"];

    /// <summary>The candidates for the last word of a line, which may be empty.</summary>
    /// <param name="line">The line up to the cursor, the tool's name first.</param>
    /// <param name="readMethods">Asks a service for its methods; empty where it does not answer.</param>
    public static async Task<IReadOnlyList<string>> ForAsync(string line, Func<NamedService, Task<IReadOnlyList<string>>> readMethods)
    {
        string[] all = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool atNew = line.Length == 0 || line[^1] == ' ';
        string word = atNew ? "" : all[^1];
        string[] before = all[1..Math.Max(all.Length - (atNew ? 0 : 1), 1)];
        string[] given = Program.WithCommandFirst(before);
        string? name = given.FirstOrDefault(Program.Commands.ContainsKey) is { } first && first == given[0] ? first : null;
        IEnumerable<string> candidates = await ForAsync(name, given, word, readMethods);
        return [.. candidates.Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal)).Distinct()];
    }

    private static async Task<IEnumerable<string>> ForAsync(
        string? name, string[] before, string word, Func<NamedService, Task<IReadOnlyList<string>>> readMethods)
    {
        Command command = name is null ? CallCommand.Create() : Program.Commands[name]();
        string last = before.LastOrDefault() ?? "";
        if (last == ProfileOption.Spelling)
        {
            return ProfileNames();
        }

        if (TakesValue(command, last))
        {
            return [];
        }

        if (word.StartsWith('-'))
        {
            return command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help");
        }

        switch (name)
        {
            case "completion":
                return ShellScripts.Shells;
            case "help":
                return Program.CommandNames;
            case "profile":
                return before.Length == 1 ? command.Subcommands.Select(subcommand => subcommand.Name)
                    : before.Length == 2 ? ProfileNames() : [];
        }

        IEnumerable<string> commands = before is [] or [ProfileOption.Spelling, _] ? Program.CommandNames : [];
        bool awaitsMethod = (name is null || _withMethod.Contains(name)) && Plain(command, name is null ? before : before[1..]).Length == 0;
        return awaitsMethod && NamedService.Find(before) is { } service
            ? commands.Concat((await readMethods(service)).Where(CanBeTyped))
            : commands;
    }

    /// <summary>
    /// Whether a shell can quote the name. The names come from a server: what begins as an option would be one, and a line break or a control
    /// character would end the name, or do worse to the terminal.
    /// </summary>
    private static bool CanBeTyped(string name) => name.Length > 0 && name[0] != '-' && PrintableText.IsPrintable(name);

    private static IEnumerable<string> ProfileNames()
    {
        try
        {
            return ProfileFile.OfUser.Read().Keys.Where(CanBeTyped);
        }
        catch (CommandFailure)
        {
            return [];
        }
    }

    /// <summary>Returns the words that are not options, option values or addresses.</summary>
    private static string[] Plain(Command command, string[] words) =>
    [
        .. words.Where((word, index) =>
            !word.StartsWith('-') && !ConnectionOptions.IsAddress(word) && !(index > 0 && TakesValue(command, words[index - 1]))),
    ];

    private static bool TakesValue(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word)) is { } known
        && known.ValueType != typeof(bool) && known is not System.CommandLine.Help.HelpOption;
}
