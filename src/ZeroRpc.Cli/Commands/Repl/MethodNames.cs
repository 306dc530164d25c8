using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>Completes a line with the prompt's own words and the methods of the service.</summary>
internal sealed class MethodNames
{
    private IReadOnlyList<string> _methods = [];

    /// <summary>Takes the names of a service that was asked, as far as they can be typed as one word.</summary>
    public void Set(ServiceDescription service) => _methods =
    [
        .. service.Methods.Select(method => method.Name)
            .Where(name => PrintableText.IsPrintable(name) && !name.Any(character => character is ' ' or '\'' or '"')),
    ];

    /// <summary>Returns the word at the cursor and its possible completions.</summary>
    /// <param name="before">The line up to the cursor.</param>
    public (string Word, IReadOnlyList<string> Candidates) Complete(string before)
    {
        string[] words = before.TrimStart().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool atNew = before.Length == 0 || before[^1] == ' ';
        string word = atNew ? "" : words[^1];
        int place = words.Length - (atNew ? 0 : 1);
        IEnumerable<string> all = place switch
        {
            0 => [.. _methods, .. ReplSession.Words],
            1 when words[0] is ReplSession.Help or ReplSession.Call => _methods,
            _ => [],
        };
        return (word, [.. all.Where(name => name.StartsWith(word, StringComparison.Ordinal)).Distinct()]);
    }

    /// <summary>Returns the common prefix of all candidates.</summary>
    public static string CommonStart(IReadOnlyList<string> candidates)
    {
        string common = candidates[0];
        foreach (string candidate in candidates)
        {
            common = common[..common.AsSpan().CommonPrefixLength(candidate)];
        }

        return common;
    }
}
