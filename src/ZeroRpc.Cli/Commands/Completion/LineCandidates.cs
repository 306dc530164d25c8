using System.CommandLine;
using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Commands.Completion;

/// <summary>
/// Completes the last word of a command line: commands, options, shells, and the methods of the service that the line names.
/// </summary>
internal static class LineCandidates
{
    private static readonly string[] _withMethod = ["bench", "describe"];

    /// <summary>Returns the candidates for the last word of a line. The word can be empty.</summary>
    /// <param name="line">The line up to the cursor, starting with the name of the tool.</param>
    /// <param name="methodsOf">Returns the methods of a service. Empty if the service does not reply.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(string line, Func<string, Task<IReadOnlyList<string>>> methodsOf)
    {
        string[] all = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool atNew = line.Length == 0 || line[^1] == ' ';
        string word = atNew ? "" : all[^1];
        string[] before = all[1..Math.Max(all.Length - (atNew ? 0 : 1), 1)];
        string? name = before.FirstOrDefault(Program.Commands.ContainsKey) is { } first && first == before[0] ? first : null;
        Command command = name is null ? CallCommand.Create() : Program.Commands[name]();
        IEnumerable<string> candidates = await OfAsync(command, name, before, word, methodsOf);
        return [.. candidates.Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal)).Distinct()];
    }

    private static async Task<IEnumerable<string>> OfAsync(
        Command command, string? name, string[] before, string word, Func<string, Task<IReadOnlyList<string>>> methodsOf)
    {
        if (TakesValue(command, before.LastOrDefault() ?? ""))
        {
            return [];
        }

        if (word.StartsWith('-'))
        {
            return command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help");
        }

        if (name == "completion")
        {
            return ShellScripts.All.Keys;
        }

        IEnumerable<string> commands = before.Length == 0 ? Program.Commands.Keys.Where(key => !key.StartsWith('_')) : [];
        bool awaitsMethod = (name is null || _withMethod.Contains(name)) && Plain(command, name is null ? before : before[1..]).Length == 0;
        string? address = before.FirstOrDefault(ConnectionOptions.IsAddress)
            ?? Environment.GetEnvironmentVariable(ConnectionOptions.EndpointVariable);
        return awaitsMethod && address is { Length: > 0 } ? commands.Concat(await methodsOf(address)) : commands;
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
