using MessagePack;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Events;

/// <summary>The header entries that we add, byte for byte, and what a server makes of a caller's deadline.</summary>
public class AddedEntriesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
    private static readonly ValueCodec Codec = new(new ValueOptions());

    [Fact]
    public void They_stand_behind_the_protocol_s_own()
    {
        string header = HeaderOf(new AddedEntries(AsksForCancel: true, TimeSpan.FromSeconds(30), Now));

        Assert.Equal(
            "85aa6d6573736167655f696407a17603" +
            "ab5f7a70635f63616e63656cc3" + // "_zpc_cancel": true
            "ac5f7a70635f74696d656f7574ce00007530" + // "_zpc_timeout": 30000
            "ad5f7a70635f646561646c696e65cf0000018bcfe5dd30", // "_zpc_deadline": 1700000030000
            header);
    }

    [Fact]
    public void A_call_without_a_timeout_has_no_deadline() =>
        Assert.Equal("83aa6d6573736167655f696407a17603ab5f7a70635f63616e63656cc3", HeaderOf(new AddedEntries(true, null, Now)));

    [Fact]
    public void Nothing_added_leaves_Python_s_own_bytes() => Assert.Equal("82aa6d6573736167655f696407a17603", HeaderOf(default));

    [Fact]
    public void They_cost_41_bytes_a_call_and_13_more_where_the_peer_is_asked()
    {
        int plain = HeaderOf(default).Length / 2;

        Assert.Equal(54, (HeaderOf(new AddedEntries(true, TimeSpan.FromSeconds(30), Now)).Length / 2) - plain);
        Assert.Equal(41, (HeaderOf(new AddedEntries(false, TimeSpan.FromSeconds(30), Now)).Length / 2) - plain);
    }

    [Fact]
    public void Writing_them_allocates_nothing()
    {
        var added = new AddedEntries(true, TimeSpan.FromSeconds(30), Now);
        EventBuffer buffer = EventBuffer.Rent();
        added.Write(buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();

        added.Write(buffer);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        buffer.Return();
    }

    [Fact]
    public void What_is_left_counts_from_the_request_s_arrival() => Assert.Equal(Now.AddSeconds(2), Deadline(2000, Now.AddSeconds(2)));

    [Theory]
    [InlineData(4.9)] // The caller's clock is behind, or the request was under way for so long.
    [InlineData(-4.9)]
    [InlineData(-1000)] // Ahead, it bounds nothing.
    public void Clocks_that_differ_by_less_than_five_minutes_change_nothing(double minutesAhead) =>
        Assert.Equal(Now.AddSeconds(2), Deadline(2000, Now.AddSeconds(2).AddMinutes(-minutesAhead)));

    [Theory]
    [InlineData(5.1)]
    [InlineData(59)]
    public void A_request_that_lay_somewhere_for_long_has_expired(double minutes) =>
        Assert.Equal(Now, Deadline(2000, Now.AddMinutes(-minutes)));

    [Theory]
    [InlineData(1.1)]
    [InlineData(24 * 365 * 20)] // The fake clock of a test.
    public void What_is_older_than_anything_can_be_comes_from_a_clock_that_is_wrong(double hours) =>
        Assert.Equal(Now.AddSeconds(2), Deadline(2000, Now.AddHours(-hours)));

    [Fact]
    public void The_caller_s_time_alone_is_no_deadline() => Assert.Null(DeadlineOf(new() { ["_zpc_deadline"] = 1L }));

    [Theory]
    [InlineData("soon")]
    [InlineData(null)]
    [InlineData(double.NaN)]
    public void What_is_no_number_is_no_deadline(object? value) =>
        Assert.Null(DeadlineOf(new() { ["_zpc_timeout"] = value }));

    [Theory]
    [InlineData(-5L)]
    [InlineData(-1e300)]
    public void Less_than_nothing_is_nothing(object value) =>
        Assert.Equal(Now, DeadlineOf(new() { ["_zpc_timeout"] = value }));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void More_than_time_has_is_for_ever(object value) =>
        Assert.Equal(DateTimeOffset.MaxValue, DeadlineOf(new() { ["_zpc_timeout"] = value, ["_zpc_deadline"] = value }));

    private static DateTimeOffset? Deadline(long timeout, DateTimeOffset deadline) => DeadlineOf(
        new() { ["message_id"] = "id", ["_zpc_timeout"] = timeout, ["_zpc_deadline"] = deadline.ToUnixTimeMilliseconds() });

    private static DateTimeOffset? DeadlineOf(Dictionary<string, object?> header)
    {
        byte[] packed = MessagePackSerializer.Serialize(
            new object?[] { header, "m", Array.Empty<object>() }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(EventReader.TryRead(new IncomingMessage(PeerRoute.None, packed), 100, out IncomingEvent read, out string? problem), problem);
        return CallerDeadline.FromHeader(read.Header, Now);
    }

    private static string HeaderOf(in AddedEntries added)
    {
        EventBuffer buffer = EventWriter.BeginRequest(new MessageId([7]), "m", null, Codec, added);
        buffer.Append([0x90]);
        var message = new IncomingMessage(PeerRoute.None, buffer.Detach());
        Assert.True(EventReader.TryRead(message, 100, out IncomingEvent read, out string? problem), problem);
        return Convert.ToHexStringLower(read.RawHeader.Span);
    }
}
