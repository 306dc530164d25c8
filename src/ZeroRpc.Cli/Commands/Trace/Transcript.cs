using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>Reads and writes transcripts (docs/protocol.md, section 9): a JSON array with one record per line.</summary>
internal static partial class Transcript
{
    private const string ToServer = "client->server";
    private const string ToClient = "server->client";
    private const string Client = "client";

    /// <summary>
    /// Reads a transcript. The time, the direction, the client and the frames of each record are used; the decoded event is only for
    /// people.
    /// </summary>
    /// <exception cref="CommandFailure">The file is not a transcript.</exception>
    public static async Task<IReadOnlyList<Crossing>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string text = await File.ReadAllTextAsync(path, cancellationToken);
        try
        {
            // Python writes NaN and Infinity into the decoded events, which are not JSON. An interrupted recording lacks its closing
            // bracket.
            text = NotJson().Replace(text, "null").TrimEnd().TrimEnd(',');
            using JsonDocument document = JsonDocument.Parse(text.EndsWith(']') ? text : text + "]");
            Dictionary<string, int> clients = [];
            return [.. document.RootElement.EnumerateArray().Select(record => Read(record, clients))];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            string form = "{\"ms\": 0, \"dir\": \"" + ToServer + "\", \"peer\": \"client1\", \"frames\": [\"\", hex]}";
            throw CommandFailure.Usage($"'{path}' is no transcript of calls ({wrong.Message.Split(" LineNumber:")[0].TrimEnd('.')}). One is a JSON array of {form}.", wrong);
        }
    }

    /// <summary>Formats a record as one line.</summary>
    public static string Format(Crossing crossing)
    {
        string milliseconds = ((long)crossing.At.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        string way = crossing.FromClient ? ToServer : ToClient;
        string frames = string.Join(", ", crossing.Frames.Select(frame => $"\"{Convert.ToHexStringLower(frame)}\""));
        string decoded = crossing.Problem is null ? FormatEvent(crossing.Event) : "null";
        string peer = $"{Client}{crossing.Client}";
        return $$"""{"ms": {{milliseconds}}, "dir": "{{way}}", "peer": "{{peer}}", "frames": [{{frames}}], "event": {{decoded}}}""";
    }

    private static string FormatEvent(IncomingEvent decoded)
    {
        string name = JsonEncodedText.Encode(decoded.NameText).Value;
        return $"[{FrameText.ForTranscript(decoded.RawHeader)}, \"{name}\", {FrameText.ForTranscript(decoded.Args)}]";
    }

    private static Crossing Read(JsonElement record, Dictionary<string, int> clients)
    {
        string way = Field(record, "dir").GetString() ?? "";
        if (way is not (ToServer or ToClient))
        {
            throw new FormatException($"'{way}' is no direction");
        }

        string peer = Field(record, "peer").GetString() ?? "";
        if (!clients.TryGetValue(peer, out int client))
        {
            clients.Add(peer, client = clients.Count + 1);
        }

        JsonElement.ArrayEnumerator hex = Field(record, "frames").EnumerateArray();
        byte[][] frames = [.. hex.Select(frame => Convert.FromHexString(frame.GetString() ?? ""))];
        return new Crossing(TimeSpan.FromMilliseconds(Field(record, "ms").GetDouble()), client, way == ToServer, frames);
    }

    private static JsonElement Field(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement field) ? field : throw new FormatException($"a record has no \"{name}\"");

    [GeneratedRegex(@"(?<=[\[:,]\s*)(NaN|-?Infinity)\b")]
    private static partial Regex NotJson();
}
