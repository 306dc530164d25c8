using System.Text.RegularExpressions;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Commands.Repl;

/// <summary>
/// Converts the words after a method to values: <c>_</c> is the last value, a word that looks like JSON is JSON, and any other word is a
/// string.
/// </summary>
internal static partial class LineArguments
{
    /// <summary>The word for the last value.</summary>
    public const string LastValue = "_";

    /// <exception cref="CommandFailure">A word starts like JSON but is not valid.</exception>
    public static object?[] Read(IEnumerable<LineWord> words, object? lastValue) =>
        [.. words.Select((word, index) => Read(word, $"argument {index + 1}", lastValue))];

    private static object? Read(LineWord word, string source, object? lastValue)
    {
        if (word is { IsQuoted: false, Text: LastValue })
        {
            return lastValue;
        }

        return word.IsQuoted || !LooksLikeJson(word.Text) ? word.Text : JsonValue.Parse(word.Text, source);
    }

    private static bool LooksLikeJson(string text) => text switch
    {
        "null" or "true" or "false" or "NaN" or "Infinity" or "-Infinity" => true,
        ['"' or '[' or '{', ..] => true,
        _ => Number().IsMatch(text),
    };

    /// <summary>Matches whole numbers only. A date, a version or an address is a string.</summary>
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$")]
    private static partial Regex Number();
}
