using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessagePack;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Formats a msgpack value as text. For people it is JSON with bytes as <c>b"…"</c>. In a transcript (docs/protocol.md, section 9), bytes
/// are <c>{"$bin": hex}</c>, and maps with keys other than text are <c>{"$map": [[key, value], …]}</c>. The value must have been scanned.
/// </summary>
internal sealed class FrameText(bool forTranscript)
{
    private readonly StringBuilder _text = new();

    /// <summary>Formats one value for people.</summary>
    public static string ForPeople(ReadOnlyMemory<byte> value) => new FrameText(forTranscript: false).Render(value);

    /// <summary>Formats one value for a transcript.</summary>
    public static string ForTranscript(ReadOnlyMemory<byte> value) => new FrameText(forTranscript: true).Render(value);

    /// <summary>Formats the arguments of a call for people, without the enclosing array.</summary>
    public static string Arguments(ReadOnlyMemory<byte> args)
    {
        bool isArray = new MessagePackReader(args).NextMessagePackType == MessagePackType.Array;
        string text = ForPeople(args);
        return isArray ? text[1..^1] : text;
    }

    private string Render(ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        Append(ref reader);
        return _text.ToString();
    }

    private void Append(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                _text.Append("null");
                break;
            case MessagePackType.Boolean:
                _text.Append(reader.ReadBoolean() ? "true" : "false");
                break;
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                _text.Append(reader.ReadUInt64());
                break;
            case MessagePackType.Integer:
                _text.Append(reader.ReadInt64());
                break;
            case MessagePackType.Float:
                _text.Append(Number(reader.ReadDouble()));
                break;
            case MessagePackType.String:
                AppendText(reader.ReadString()!);
                break;
            case MessagePackType.Binary:
                AppendBytes(Flat(reader.ReadBytes()));
                break;
            case MessagePackType.Array:
                AppendItems(ref reader, reader.ReadArrayHeader(), "[", "]", isMap: false);
                break;
            case MessagePackType.Map:
                AppendMap(ref reader);
                break;
            default:
                ExtensionResult extension = reader.ReadExtensionFormat();
                string data = Convert.ToHexStringLower(Flat(extension.Data));
                _text.Append(CultureInfo.InvariantCulture, $"{{\"$ext\": [{extension.TypeCode}, \"{data}\"]}}");
                break;
        }
    }

    private void AppendMap(ref MessagePackReader reader)
    {
        MessagePackReader ahead = reader.CreatePeekReader();
        bool allText = true;
        for (int entries = ahead.ReadMapHeader(); entries > 0; entries--)
        {
            allText &= ahead.NextMessagePackType == MessagePackType.String;
            ahead.Skip();
            ahead.Skip();
        }

        int count = reader.ReadMapHeader();
        if (allText || !forTranscript)
        {
            AppendItems(ref reader, count, "{", "}", isMap: true);
            return;
        }

        _text.Append("{\"$map\": [");
        for (int i = 0; i < count; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            AppendItems(ref reader, 2, "[", "]", isMap: false);
        }

        _text.Append("]}");
    }

    private void AppendItems(ref MessagePackReader reader, int count, string open, string close, bool isMap)
    {
        _text.Append(open);
        for (int i = 0; i < count; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            Append(ref reader);
            if (isMap)
            {
                _text.Append(": ");
                Append(ref reader);
            }
        }

        _text.Append(close);
    }

    private void AppendText(string text) =>
        _text.Append('"').Append(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append('"');

    private void AppendBytes(byte[] bytes)
    {
        if (forTranscript)
        {
            _text.Append("{\"$bin\": \"").Append(Convert.ToHexStringLower(bytes)).Append("\"}");
            return;
        }

        _text.Append("b\"");
        foreach (byte b in bytes)
        {
            _text.Append(b is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}");
        }

        _text.Append('"');
    }

    /// <summary>
    /// Formats a number as Python's json does: a whole number keeps its ".0", and the numbers that JSON does not have are NaN and Infinity.
    /// </summary>
    private static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsInteger(value) && !text.Contains('E', StringComparison.Ordinal)
            ? text + ".0"
            : text.Replace("∞", "Infinity", StringComparison.Ordinal);
    }

    private static byte[] Flat(System.Buffers.ReadOnlySequence<byte>? bytes) =>
        bytes is { } some ? System.Buffers.BuffersExtensions.ToArray(some) : [];
}
