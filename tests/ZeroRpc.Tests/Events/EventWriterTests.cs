using ZeroRpc.Events;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Events;

public class EventWriterTests
{
    private const string Id = "c4203938666532366231663061623435366339356238333831613535626662376161";

    private readonly ValueCodec _codec = new(new ValueOptions());

    [Fact]
    public void A_request_is_python_s_byte_for_byte() =>
        Assert.Equal("9382aa6d6573736167655f6964" + Id + "a17603a5636f756e749103", Request("count", null, [0x91, 0x03]));

    [Theory]
    [InlineData("OK", "a24f4b", "912b", "a24f4b912b")]
    [InlineData("STREAM", "a653545245414d", "00", "a653545245414d00")]
    [InlineData("STREAM_DONE", "ab53545245414d5f444f4e45", "c0", "ab53545245414d5f444f4e45c0")]
    [InlineData("ERR", "a3455252", "93a16ec0c0", "a345525293a16ec0c0")]
    [InlineData("_zpc_hb", "a75f7a70635f6862", "9100", "a75f7a70635f68629100")]
    [InlineData("_zpc_more", "a95f7a70635f6d6f7265", "9164", "a95f7a70635f6d6f72659164")]
    public void An_event_in_a_channel_is_python_s_but_for_its_fresh_id(string name, string token, string args, string end)
    {
        Assert.Equal(token, Convert.ToHexStringLower(NameOf(name)));

        string sent = InChannel(Id, name, args);

        Assert.StartsWith("9383aa6d6573736167655f6964c420", sent);
        Assert.EndsWith("a17603ab726573706f6e73655f746f" + Id + end, sent);
        Assert.Equal(2 * (2 + 11 + 34 + 3 + 12 + 34) + end.Length, sent.Length);
    }

    [Theory]
    [InlineData("a26964")]
    [InlineData("d92465303631383664302d383864352d346235382d623662642d363034373135376633333830")]
    [InlineData("cd1234")]
    [InlineData("d3ffffffffffffffff")] // An integer in more bytes than it needs: not made shorter.
    public void A_peer_s_id_is_echoed_in_the_type_and_bytes_it_came_in(string id) =>
        Assert.EndsWith("ab726573706f6e73655f746f" + id + "a24f4b91c0", InChannel(id, "OK", "91c0"));

    [Fact]
    public void An_id_of_a_thousand_bytes_is_echoed_whole()
    {
        string id = "c503e8" + string.Concat(Enumerable.Repeat("ab", 1000));

        Assert.EndsWith("ab726573706f6e73655f746f" + id + "a24f4b91c0", InChannel(id, "OK", "91c0"));
    }

    [Fact]
    public void Further_header_entries_follow_the_protocol_s_own_in_their_order()
    {
        var entries = new Dictionary<string, object?> { ["trace"] = "t", ["n"] = null };

        Assert.Equal(
            "9384aa6d6573736167655f6964" + Id + "a17603" + "a57472616365a174" + "a16ec0" + "a16d90", Request("m", entries, [0x90]));
    }

    [Fact]
    public void A_header_of_more_than_15_entries_has_a_long_map_head()
    {
        Dictionary<string, object?> entries = Enumerable.Range(0, 14).ToDictionary(i => $"{(char)('a' + i)}", object? (_) => true);

        Assert.StartsWith("93de0010aa6d6573736167655f6964" + Id + "a17603a161c3a162c3", Request("m", entries, [0x90]));
    }

    [Theory]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(256, "da0100")]
    public void A_name_has_the_shortest_head(int length, string head) =>
        Assert.EndsWith(
            "a17603" + head + string.Concat(Enumerable.Repeat("6e", length)) + "90", Request(new string('n', length), null, [0x90]));

    [Fact]
    public void A_name_is_utf_8() => Assert.EndsWith("a17603a3e2988390", Request("☃", null, [0x90]));

    [Fact]
    public void An_event_larger_than_the_buffer_it_began_in_is_whole()
    {
        byte[] args = [0xc6, 0, 1, 0, 0, .. Enumerable.Range(0, 65536).Select(i => (byte)i)];

        string sent = Request("m", null, args);

        Assert.EndsWith(Convert.ToHexStringLower(args), sent, StringComparison.Ordinal);

        // Nor does it leave a trace in the next.
        Assert.Equal("9382aa6d6573736167655f6964" + Id + "a17603a16d90", Request("m", null, [0x90]));
    }

    [Fact]
    public void Entries_of_a_reply_s_header_stand_behind_the_protocol_s_own()
    {
        var entries = new Dictionary<string, object?> { ["zone"] = 7 };
        EventBuffer buffer = EventWriter.BeginInChannel(
            new MessageIdSource(), new MessageId(Convert.FromHexString(Id)), EventNames.Ok, entries, _codec);

        string sent = Convert.ToHexStringLower(buffer.Detach().Span);

        Assert.StartsWith("9384aa6d6573736167655f6964", sent);
        Assert.EndsWith("a17603" + "ab726573706f6e73655f746f" + Id + "a47a6f6e6507" + "a24f4b", sent);
    }

    private static ReadOnlySpan<byte> NameOf(string name) => name switch
    {
        "OK" => EventNames.Ok,
        "ERR" => EventNames.Error,
        "STREAM" => EventNames.Stream,
        "STREAM_DONE" => EventNames.StreamDone,
        "_zpc_hb" => EventNames.Heartbeat,
        _ => EventNames.More,
    };

    private static string InChannel(string id, string name, string args)
    {
        EventBuffer buffer = EventWriter.BeginInChannel(new MessageIdSource(), new MessageId(Convert.FromHexString(id)), NameOf(name));
        buffer.Append(Convert.FromHexString(args));
        return Convert.ToHexStringLower(buffer.Detach().Span);
    }

    private string Request(string method, Dictionary<string, object?>? entries, byte[] args)
    {
        EventBuffer buffer = EventWriter.BeginRequest(new MessageId(Convert.FromHexString(Id)), method, entries, _codec);
        buffer.Append(args);
        return Convert.ToHexStringLower(buffer.Detach().Span);
    }
}
