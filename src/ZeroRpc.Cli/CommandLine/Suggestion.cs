namespace ZeroRpc.Cli.CommandLine;

/// <summary>"Did you mean": the known names that a word comes near to.</summary>
internal static class Suggestion
{
    private const int MostNames = 3;

    /// <summary>The suggestion as a sentence with a space before it, or nothing where no name comes near.</summary>
    /// <param name="word">The given word.</param>
    /// <param name="known">The valid words.</param>
    public static string For(string word, IEnumerable<string> known)
    {
        string plain = Plain(word);
        int limit = Math.Max(1, plain.Length / 3);
        string[] near =
        [
            .. known.Distinct()
                .Where(name => name != word && Math.Abs(Plain(name).Length - plain.Length) <= limit)
                .Select(name => (Name: name, Distance: Distance(plain, Plain(name))))
                .Where(candidate => candidate.Distance <= limit)
                .OrderBy(candidate => candidate.Distance)
                .Take(MostNames)
                .Select(candidate => $"'{candidate.Name}'"),
        ];
        return near.Length == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>Peers write the same name as <c>add_one</c>, <c>AddOne</c> and <c>addOne</c>.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>
    /// How many insertions, deletions, replacements and swaps of neighbours make one word the other (optimal string alignment).
    /// </summary>
    private static int Distance(string one, string other)
    {
        int[,] steps = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1,
                        steps[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[one.Length, other.Length];
    }
}
