using System.Globalization;
using System.Text;
using System.Text.Json;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Json;

namespace ZeroRpc.Cli.Values;

/// <summary>Parses JSON as Python's <c>json.loads</c> does, and the tags of <see cref="JsonTags"/> as the values for which they stand.</summary>
internal static class JsonValue
{
    /// <summary>Parses one value.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the input for the error, such as "parameter 2".</param>
    /// <exception cref="CommandFailure">The text is not JSON. The message states the position.</exception>
    public static object? Parse(string json, string source)
    {
        try
        {
            var constants = new PythonConstants(json);
            return new JsonValueReader(JsonRules.Python, at => constants.TryGet(at, out double number) ? number : null).Read(constants.Utf8);
        }
        catch (JsonException wrong)
        {
            string reason = string.IsNullOrWhiteSpace(json)
                ? "it is empty."
                : wrong.Message.Split([" LineNumber:", " Change the reader"], 0)[0];
            string position = string.Create(
                CultureInfo.InvariantCulture, $"line {wrong.LineNumber + 1}, column {Column(json, wrong)}");
            throw CommandFailure.Usage($"{source} is no JSON, at {position}: {reason} {Advice(json)}".TrimEnd(), wrong);
        }
        catch (JsonFormatException wrong)
        {
            throw CommandFailure.Usage($"{source} is no JSON that can be sent: {wrong.Message}", wrong);
        }
    }

    /// <summary>Returns the column in characters; the parser counts bytes.</summary>
    private static int Column(string json, JsonException wrong)
    {
        string line = json.Split('\n')[(int)(wrong.LineNumber ?? 0)];
        byte[] utf8 = Encoding.UTF8.GetBytes(line);
        return Encoding.UTF8.GetCharCount(utf8, 0, (int)Math.Min(wrong.BytePositionInLine ?? 0, utf8.Length)) + 1;
    }

    private static string Advice(string json) =>
        json.Length > 0 && char.IsLetter(json[0]) ? $"A string is written '\"{json}\"', its quotes kept from the shell." : "";
}
