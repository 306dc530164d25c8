using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Calls;

/// <summary>Converts the words after the method to arguments.</summary>
internal static class Parameters
{
    private const string JsonMark = ":=";
    private const string BytesMark = "@bin:";
    private const string FileMark = "@";

    /// <summary>Without an option: every word is a string.</summary>
    public static object?[] Plain(IEnumerable<string> words) => [.. words];

    /// <summary>With <c>--json</c>: every word is JSON.</summary>
    public static object?[] Json(IEnumerable<string> words) =>
        [.. words.Select((word, index) => JsonValue.Parse(word, $"parameter {index + 1}"))];

    /// <summary>With <c>--mixed</c>: plain strings, <c>:=json</c>, <c>@file.json</c> and <c>@bin:file</c>.</summary>
    public static object?[] Mixed(IEnumerable<string> words) => [.. words.Select(MixedOne)];

    private static object? MixedOne(string word, int index)
    {
        string source = $"parameter {index + 1}";
        return word switch
        {
            _ when After(word, JsonMark) is { } json => JsonValue.Parse(json, source),
            _ when After(word, BytesMark) is { } file => Read(file, source, File.ReadAllBytes),
            _ when After(word, FileMark) is { } file => JsonValue.Parse(Read(file, source, File.ReadAllText), $"{source} ({file})"),
            _ => word,
        };
    }

    private static string? After(string word, string mark) => word.StartsWith(mark, StringComparison.Ordinal) ? word[mark.Length..] : null;

    private static T Read<T>(string file, string source, Func<string, T> read)
    {
        if (file.Length == 0)
        {
            throw CommandFailure.Usage(
                $"{source}: no file is named behind the mark. A string that begins with a mark is written as JSON: :='\"@\"'.");
        }

        try
        {
            return read(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{source}: '{file}' cannot be read: {wrong.Message}", wrong);
        }
    }
}
