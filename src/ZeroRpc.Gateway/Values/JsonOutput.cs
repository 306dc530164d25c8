using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZeroRpc.Json;

namespace ZeroRpc.Gateway.Values;

/// <summary>Writes values as compact JSON.</summary>
/// <param name="rules">The form of the JSON.</param>
internal sealed class JsonOutput(JsonRules rules)
{
    /// <summary>Text of other languages stays readable. The responses are never part of a page.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Creates a writer for a buffer.</summary>
    public static Utf8JsonWriter Open(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>Writes a value into a buffer.</summary>
    public void Write(IBufferWriter<byte> output, object? value)
    {
        using Utf8JsonWriter writer = Open(output);
        Write(writer, value);
    }

    /// <summary>Writes a value.</summary>
    public void Write(Utf8JsonWriter writer, object? value)
    {
        switch (JsonForm.Of(value, rules))
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                WriteNumber(writer, number);
                break;
            case float number:
                WriteNumber(writer, number);
                break;
            case object?[] items:
                WriteItems(writer, items);
                break;
            case IDictionary map:
                WriteEntries(writer, map);
                break;
            case var other:
                throw new ValueConversionException($"a value of type {other.GetType()} has no form in JSON");
        }
    }

    private void WriteItems(Utf8JsonWriter writer, object?[] items)
    {
        writer.WriteStartArray();
        foreach (object? item in items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private void WriteEntries(Utf8JsonWriter writer, IDictionary map)
    {
        writer.WriteStartObject();
        if (map is Dictionary<string, object?> texts)
        {
            foreach ((string key, object? value) in texts)
            {
                writer.WritePropertyName(key);
                Write(writer, value);
            }
        }
        else
        {
            foreach (DictionaryEntry entry in map)
            {
                writer.WritePropertyName(JsonForm.KeyText(entry.Key, rules, JsonForm.ScalarText));
                Write(writer, entry.Value);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes 1.0 as such: the value is a float, and is one again when the JSON comes back.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsInteger(number) && Math.Abs(number) < 1e15)
        {
            writer.WriteRawValue(number.ToString("0.0", CultureInfo.InvariantCulture), skipInputValidation: true);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }
}
