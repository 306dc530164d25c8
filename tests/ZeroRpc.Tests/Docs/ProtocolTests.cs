using System.Text.Json;
using System.Text.RegularExpressions;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Docs;

/// <summary>docs/protocol.md shows real bytes: each example is a recorded frame, and what it says that we send is what we send.</summary>
public sealed partial class ProtocolTests
{
    private readonly Markdown _protocol = Markdown.Read("docs/protocol.md");

    [Fact]
    public void Every_example_is_a_recorded_frame_and_says_what_it_carries()
    {
        Block[] examples = [.. _protocol.Blocks().Where(block => block.Language == "hex")];

        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            JsonElement recorded = Assert.Single(Recorded(example.Name), record => LastFrame(record) == Bytes(example.Text));
            string[] comments = [.. example.Text.Split('\n').Where(line => line.Contains(';')).Select(line => line.Split("; ", 2)[1])];
            Assert.Contains($"the name: \"{recorded.GetProperty("event")[1].GetString()}\"", comments);
            Assert.True(JsonElement.DeepEquals(
                recorded.GetProperty("event")[2],
                JsonElement.Parse(comments.Single(comment => comment.StartsWith("args: ", StringComparison.Ordinal))["args: ".Length..])));
        });
    }

    [Fact]
    public void Bytes_within_the_text_are_whole_values()
    {
        string[] inline = [.. _protocol.InlineCode().Where(code => Hex().IsMatch(code))];

        Assert.NotEmpty(inline);
        Assert.All(inline, code =>
        {
            byte[] bytes = Convert.FromHexString(Bytes(code));
            Assert.True(MessageScanner.TryScan(bytes, 2, out int length, out string? problem), problem);
            Assert.Equal(bytes.Length, length);
        });
    }

    [Fact]
    public void The_names_are_the_bytes_that_we_send()
    {
        Dictionary<string, string> names = _protocol.Table("Event").Skip(1).ToDictionary(row => row[0], row => Bytes(row[2]));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["OK"] = Convert.ToHexStringLower(EventNames.Ok),
                ["ERR"] = Convert.ToHexStringLower(EventNames.Error),
                ["STREAM"] = Convert.ToHexStringLower(EventNames.Stream),
                ["STREAM_DONE"] = Convert.ToHexStringLower(EventNames.StreamDone),
                ["_zpc_hb"] = Convert.ToHexStringLower(EventNames.Heartbeat),
                ["_zpc_more"] = Convert.ToHexStringLower(EventNames.More),
            },
            names);
    }

    [Fact]
    public void Our_request_with_Pythons_id_is_Pythons_request()
    {
        byte[] python = Convert.FromHexString(LastFrame(Recorded("task-context.json").First()));
        Dictionary<string, object?> entries = new() { ["trace_id"] = "abc123", ["zone"] = 7 };

        EventBuffer ours = EventWriter.BeginRequest(IdOf(python), "add_42", entries, new ValueCodec(new ValueOptions()));
        ours.Append([0x91, 0x01]);

        Assert.Equal(Convert.ToHexStringLower(python), Convert.ToHexStringLower(ours.Detach().Span));
    }

    [Fact]
    public void Our_reply_with_Pythons_id_is_Pythons_reply()
    {
        byte[][] python = [.. Recorded("call.json").Take(2).Select(record => Convert.FromHexString(LastFrame(record)))];

        EventBuffer reply = EventWriter.BeginInChannel(new MessageIdSource(), IdOf(python[0]), EventNames.Ok);
        reply.Append([0x91, 43]);
        byte[] ours = reply.Detach().ToArray();
        IdOf(python[1]).Token.CopyTo(ours.AsSpan(IdStart));

        Assert.Equal(Convert.ToHexStringLower(python[1]), Convert.ToHexStringLower(ours));
    }

    /// <summary>Where Python's ids begin: after the array, the map and the key.</summary>
    private const int IdStart = 1 + 1 + 11;

    private static MessageId IdOf(byte[] python) => new(python.AsSpan(IdStart, MessageIdSource.TokenLength));

    private static JsonElement[] Recorded(string file) =>
        [.. JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Transcripts", file))).EnumerateArray()];

    private static string LastFrame(JsonElement record) => record.GetProperty("frames").EnumerateArray().Last().GetString()!;

    private static string Bytes(string text) =>
        string.Concat(text.Split('\n').Select(line => line.Split(';')[0].Replace(" ", "", StringComparison.Ordinal)));

    [GeneratedRegex("^[0-9a-f]{2}( [0-9a-f]{2})*$")]
    private static partial Regex Hex();
}
