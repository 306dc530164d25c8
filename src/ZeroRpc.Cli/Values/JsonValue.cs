using System.Globalization;
using System.Text;
using System.Text.Json;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Values;

/// <summary>Reads JSON as Python's <c>json.loads</c> does, and <c>{"$bytes": base64}</c> as bytes.</summary>
internal static class JsonValue
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 500 };

    /// <summary>Reads one value.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What it is, for the error: "parameter 2".</param>
    /// <exception cref="CommandFailure">It is not JSON; the message says where.</exception>
    public static object? Parse(string json, string source)
    {
        try
        {
            return ParseSpecial(json.Trim()) is { } special ? special : Read(Encoding.UTF8.GetBytes(json));
        }
        catch (JsonException wrong)
        {
            string reason = wrong.Message.Split(" LineNumber:")[0];
            string position = string.Create(
                CultureInfo.InvariantCulture, $"line {wrong.LineNumber + 1}, column {Column(json, wrong)}");
            throw CommandFailure.Usage($"{source} is no JSON, at {position}: {reason} {Advice(json)}".TrimEnd(), wrong);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw CommandFailure.Usage($"{source} is no JSON that can be sent: {wrong.Message}", wrong);
        }
    }

    /// <summary>Python reads and writes these, which JSON does not know.</summary>
    private static double? ParseSpecial(string json) => json switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };

    private static object? Read(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, _options);
        reader.Read();
        object? value = ReadValue(ref reader);
        reader.Read();
        return value;
    }

    private static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static object?[] ReadArray(ref Utf8JsonReader reader)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return [.. items];
    }

    private static object ReadObject(ref Utf8JsonReader reader)
    {
        var map = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            map[key] = ReadValue(ref reader);
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
                : throw new FormatException($"{Encoding.UTF8.GetString(reader.ValueSpan)} has more than 64 bits, which msgpack cannot carry.");
        }

        return reader.GetDouble();
    }

    /// <summary>The column in characters, where the reader counts bytes.</summary>
    private static int Column(string json, JsonException wrong)
    {
        string line = json.Split('\n')[(int)(wrong.LineNumber ?? 0)];
        byte[] utf8 = Encoding.UTF8.GetBytes(line);
        return Encoding.UTF8.GetCharCount(utf8, 0, (int)Math.Min(wrong.BytePositionInLine ?? 0, utf8.Length)) + 1;
    }

    private static string Advice(string json) =>
        json.Length > 0 && char.IsLetter(json[0]) ? $"A string is written '\"{json}\"', its quotes kept from the shell." : "";
}
