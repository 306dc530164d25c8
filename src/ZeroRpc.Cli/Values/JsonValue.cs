using System.Globalization;
using System.Text;
using System.Text.Json;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Values;

/// <summary>Parses JSON as Python's <c>json.loads</c> does, and <c>{"$bytes": base64}</c> as bytes.</summary>
internal static class JsonValue
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 500 };

    /// <summary>Parses one value.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the input for the error, such as "parameter 2".</param>
    /// <exception cref="CommandFailure">The text is not JSON. The message states the position.</exception>
    public static object? Parse(string json, string source)
    {
        try
        {
            return Read(new PythonConstants(json));
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
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw CommandFailure.Usage($"{source} is no JSON that can be sent: {wrong.Message}", wrong);
        }
    }

    private static object? Read(PythonConstants json)
    {
        var reader = new Utf8JsonReader(json.Utf8, _options);
        reader.Read();
        object? value = ReadValue(ref reader, json);
        reader.Read();
        return value;
    }

    private static object? ReadValue(ref Utf8JsonReader reader, PythonConstants json) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, json),
        JsonTokenType.StartArray => ReadArray(ref reader, json),
        JsonTokenType.String => json.TryGet(reader.TokenStartIndex, out double constant) ? constant : reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static object?[] ReadArray(ref Utf8JsonReader reader, PythonConstants json)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, json));
        }

        return [.. items];
    }

    private static object ReadObject(ref Utf8JsonReader reader, PythonConstants json)
    {
        var map = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = json.TryGet(reader.TokenStartIndex, out double number)
                ? throw new FormatException($"a key is a string, not {JsonText.Of(number)}.")
                : reader.GetString()!;
            reader.Read();
            map[key] = ReadValue(ref reader, json);
        }

        return map.Count == 1 && map.GetValueOrDefault(JsonText.BytesKey) is string base64 ? Convert.FromBase64String(base64) : map;
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long signed))
        {
            return signed;
        }

        if (reader.ValueSpan.IndexOfAny("-.eE"u8) < 0 || (reader.ValueSpan[0] == '-' && reader.ValueSpan.IndexOfAny(".eE"u8) < 0))
        {
            return reader.TryGetUInt64(out ulong unsigned)
                ? unsigned
                : throw new FormatException(
                    $"{Encoding.UTF8.GetString(reader.ValueSpan)} has more than 64 bits, which msgpack cannot carry.");
        }

        return reader.GetDouble();
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
