using System.Text;
using System.Text.Json;

namespace ZeroRpc.Json;

/// <summary>
/// Reads JSON as the values that calls carry: null, bool, long (ulong above its range), double, string, <c>object?[]</c>,
/// <c>Dictionary&lt;string, object?&gt;</c>, and what <see cref="JsonTags"/> stand for.
/// </summary>
/// <param name="rules">The form of the JSON.</param>
/// <param name="constantAt">Returns the constant at a position, such as NaN, for which a string stands in the JSON; else null.</param>
internal sealed class JsonValueReader(JsonRules rules, Func<long, double?>? constantAt = null)
{
    /// <summary>Reads one value.</summary>
    /// <exception cref="JsonException">It is no JSON, or is nested too deeply.</exception>
    /// <exception cref="JsonFormatException">It is JSON that no call can carry.</exception>
    public object? Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = rules.MaxDepth });
        reader.Read();
        object? value = ReadValue(ref reader);
        reader.Read(); // Refuses what follows.
        return value;
    }

    private object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => constantAt?.Invoke(reader.TokenStartIndex) is { } constant ? constant : ReadString(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private object?[] ReadArray(ref Utf8JsonReader reader)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return [.. items];
    }

    private object ReadObject(ref Utf8JsonReader reader)
    {
        long start = reader.TokenStartIndex;
        var map = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            long at = reader.TokenStartIndex;
            string key = constantAt?.Invoke(at) is { } number
                ? throw new JsonFormatException($"a key is a string, not {JsonForm.Constant(number)}.", at)
                : ReadString(ref reader);
            reader.Read();
            object? value = ReadValue(ref reader);
            if (!map.TryAdd(key, value))
            {
                map[key] = rules.IsWeb ? throw new JsonFormatException($"the key {Quoted(key)} stands twice in one object.", at) : value;
            }
        }

        try
        {
            return JsonTags.Untag(map);
        }
        catch (FormatException malformed)
        {
            throw new JsonFormatException(malformed.Message, start);
        }
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException malformed)
        {
            string reason = malformed.InnerException is DecoderFallbackException
                ? "a string is not UTF-8."
                : "a string has half of a surrogate pair, which no UTF-8 can carry.";
            throw new JsonFormatException(reason, reader.TokenStartIndex);
        }
    }

    private object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long signed))
        {
            return signed;
        }

        if (reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
        {
            return reader.TryGetUInt64(out ulong unsigned) ? unsigned : throw Beyond("64 bits, which msgpack cannot carry.", ref reader);
        }

        double number = reader.GetDouble();
        return rules.IsWeb && !double.IsFinite(number) ? throw Beyond("a float64 holds.", ref reader) : number;
    }

    private static JsonFormatException Beyond(string limit, ref Utf8JsonReader reader)
    {
        string digits = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]);
        return new JsonFormatException($"{digits} has more than {limit}", reader.TokenStartIndex);
    }

    private static string Quoted(string key) => $"\"{(key.Length > 40 ? key[..40] + "…" : key)}\"";
}
