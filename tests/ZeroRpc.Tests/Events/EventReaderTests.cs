using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Events;

public class EventReaderTests
{
    private static readonly PeerRoute Peer = new([1, 2, 3]);

    [Fact]
    public void A_request_as_python_sent_it()
    {
        IncomingEvent request = Read(
            "93" + "82" + "aa6d6573736167655f6964" + "c4203938666532366231663061623435366339356238333831613535626662376161" + "a17603" +
            "a5636f756e74" + "9103");

        Assert.Equal("c4203938666532366231663061623435366339356238333831613535626662376161", request.Header.Id.ToString());
        Assert.True(request.Header.ResponseTo.IsNone);
        Assert.Equal(3, request.Header.Version);
        Assert.Equal(EventKind.Method, request.Kind);
        Assert.Equal("count", request.NameText);
        Assert.Equal("9103", Convert.ToHexStringLower(request.Args.Span));
        Assert.Same(Peer, request.Route);
    }

    [Fact]
    public void A_reply_as_python_sent_it()
    {
        IncomingEvent reply = Read(
            "93" + "83" + "aa6d6573736167655f6964" + "c4206332353164656530656631643435663439353931616366373463653035326235" + "a17603" +
            "ab726573706f6e73655f746f" + "c4203938666532366231663061623435366339356238333831613535626662376161" + "a653545245414d" + "00");

        Assert.Equal("c4203938666532366231663061623435366339356238333831613535626662376161", reply.Header.ResponseTo.ToString());
        Assert.Equal(EventKind.Stream, reply.Kind);
        Assert.Equal("00", Convert.ToHexStringLower(reply.Args.Span));
    }

    [Theory]
    [InlineData("a24f4b", nameof(EventKind.Ok))]
    [InlineData("a3455252", nameof(EventKind.Error))]
    [InlineData("a653545245414d", nameof(EventKind.Stream))]
    [InlineData("ab53545245414d5f444f4e45", nameof(EventKind.StreamDone))]
    [InlineData("a75f7a70635f6862", nameof(EventKind.Heartbeat))]
    [InlineData("a95f7a70635f6d6f7265", nameof(EventKind.More))]
    [InlineData("c4024f4b", nameof(EventKind.Ok))] // bin: peers from before msgpack had str.
    [InlineData("d9024f4b", nameof(EventKind.Ok))]
    [InlineData("da00024f4b", nameof(EventKind.Ok))]
    [InlineData("c500024f4b", nameof(EventKind.Ok))]
    [InlineData("c6000000024f4b", nameof(EventKind.Ok))]
    [InlineData("db000000024f4b", nameof(EventKind.Ok))]
    [InlineData("a26f6b", nameof(EventKind.Method))]
    [InlineData("a0", nameof(EventKind.Method))]
    public void A_name_is_known_in_every_form_it_may_come_in(string name, string kind) =>
        Assert.Equal(kind, Read("9380" + name + "90").Kind.ToString());

    [Theory]
    [InlineData("07")]
    [InlineData("a26964")]
    [InlineData("c4026964")]
    [InlineData("cf0000000100000000")]
    public void An_id_is_any_token_but_nil_an_array_or_a_map(string token) =>
        Assert.Equal(token, Read("9381aa6d6573736167655f6964" + token + "a16d90").Header.Id.ToString());

    [Theory]
    [InlineData("c0")]
    [InlineData("90")]
    [InlineData("9101")]
    [InlineData("80")]
    [InlineData("dc0000")]
    [InlineData("df00000000")]
    public void Those_are_no_ids(string token)
    {
        IncomingEvent received = Read("9382aa6d6573736167655f6964" + token + "ab726573706f6e73655f746f" + token + "a16d90");

        Assert.True(received.Header.Id.IsNone);
        Assert.True(received.Header.ResponseTo.IsNone);
    }

    [Fact]
    public void An_id_longer_than_any_known_peer_s_is_none()
    {
        string longest = "c503fd" + new string('0', 2 * (MessageId.MaxLength - 3));
        string tooLong = "c503fe" + new string('0', 2 * (MessageId.MaxLength - 2));

        Assert.Equal(longest, Read("9381aa6d6573736167655f6964" + longest + "a16d90").Header.Id.ToString());
        Assert.True(Read("9381aa6d6573736167655f6964" + tooLong + "a16d90").Header.Id.IsNone);
    }

    [Theory]
    [InlineData("80", 0)]
    [InlineData("81a17602", 2)]
    [InlineData("81c4017603", 3)] // The key as bin.
    [InlineData("81a176cb4008000000000000", 3)]
    [InlineData("81a176ff", 0)]
    [InlineData("81a176cfffffffffffffffff", int.MaxValue)]
    [InlineData("81a176cb7ff8000000000000", 0)] // NaN
    [InlineData("81a176a133", null)]
    [InlineData("81a176c0", null)]
    [InlineData("81a17691 03", null)]
    public void The_version_is_a_number_or_none(string header, int? version) =>
        Assert.Equal(version, Read("93" + header.Replace(" ", "", StringComparison.Ordinal) + "a16d90").Header.Version);

    [Fact]
    public void Keys_of_str_and_bin_and_others_may_be_mixed()
    {
        // {b"message_id": "id", 5: [nil], "trace": {}, nil: nil, b"response_to": 7}
        IncomingEvent received = Read("9385" + "c40a6d6573736167655f6964" + "a26964" + "05" + "91c0" + "a57472616365" + "80" + "c0c0" +
            "c40b726573706f6e73655f746f" + "07" + "a16d" + "90");

        Assert.Equal("a26964", received.Header.Id.ToString());
        Assert.Equal("07", received.Header.ResponseTo.ToString());
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("90")]
    [InlineData("01")]
    [InlineData("a26869")]
    public void A_header_that_is_no_map_counts_as_an_empty_one(string header) =>
        Assert.Equal(new EventHeader(default, default, 0), Read("93" + header + "a16d90").Header);

    [Theory]
    [InlineData("", "the data end after 0 bytes, inside a value")]
    [InlineData("c1", "the reserved byte 0xc1 is at 0")]
    [InlineData("ff", "an event must be an array of 3")]
    [InlineData("c0", "an event must be an array of 3")]
    [InlineData("83a161a162a163a164a165a166", "an event must be an array of 3")]
    [InlineData("90", "an event must be an array of 3")]
    [InlineData("9280a16d", "an event must be an array of 3")]
    [InlineData("9480a16d9090", "an event must be an array of 3")]
    [InlineData("93800590", "the name is not a string")]
    [InlineData("9380c090", "the name is not a string")]
    [InlineData("938091a16d90", "the name is not a string")]
    [InlineData("9380a16d", "the data end after 4 bytes, inside a value")]
    [InlineData("9380a16ddbffffffff", "a value announces 4294967295 bytes where 0 follow")]
    [InlineData("9380a16dddffffffff", "an array or map announces 4294967295 values where 0 bytes follow")]
    [InlineData("9380a16ddfffffffff", "an array or map announces 8589934590 values where 0 bytes follow")]
    [InlineData("9380a1ff90", "the string at 3 is not UTF-8")]
    [InlineData("9380a16d91a1ff", "the string at 6 is not UTF-8")]
    public void What_is_no_event_is_refused_with_the_reason(string hex, string reason)
    {
        Assert.False(EventReader.TryRead(new IncomingMessage(Peer, Convert.FromHexString(hex)), 500, out _, out string? problem));
        Assert.Equal(reason, problem);
    }

    [Fact]
    public void Nesting_is_taken_to_the_limit_and_no_deeper()
    {
        Assert.True(EventReader.TryRead(Nested(499), 500, out _, out _));
        Assert.False(EventReader.TryRead(Nested(500), 500, out _, out string? problem));
        Assert.Equal("arrays and maps are nested deeper than 500 levels", problem);
    }

    [Fact]
    public void What_follows_the_event_is_ignored() => Assert.Equal("90", Convert.ToHexStringLower(Read("9380a16d90c1ff").Args.Span));

    private static IncomingMessage Nested(int levels) =>
        new(Peer, (byte[])[0x93, 0x80, 0xa1, (byte)'m', .. Enumerable.Repeat((byte)0x91, levels - 1), 0x90]);

    private static IncomingEvent Read(string hex)
    {
        var message = new IncomingMessage(Peer, Convert.FromHexString(hex));
        Assert.True(EventReader.TryRead(message, 500, out IncomingEvent result, out string? problem), problem);
        return result;
    }
}
