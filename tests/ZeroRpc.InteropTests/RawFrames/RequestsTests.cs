using System.Text;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.RawFrames;

/// <summary>Our server and a bare libzmq dealer: requests in all the shapes that peers give them.</summary>
public sealed class RequestsTests
{
    private static readonly byte[] _delimiter = [];

    public static IEnumerable<TheoryDataRow<object>> Ids => [new("a string"), new(7L), new(Encoding.ASCII.GetBytes("bytes"))];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_id_comes_back_in_the_type_it_came_in(object id)
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(_delimiter, Request(id, "add_42", 1));

        (byte[][] envelope, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Empty(Assert.Single(envelope));
        Assert.Equal("OK", reply.Name);
        Assert.Equal([43L], reply.Arguments);
        Assert.Equal(id, reply.ResponseTo);
    }

    [Fact]
    public async Task A_request_without_the_delimiter_is_answered()
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(Request("id", "add_42", 1));

        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Equal([43L], reply.Arguments);
    }

    [Fact]
    public async Task What_is_no_event_is_dropped_and_the_next_request_answered()
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(_delimiter, "no msgpack of three"u8.ToArray());
        await dealer.SendAsync(_delimiter, []);
        await dealer.SendAsync(_delimiter, Request("id", "add_42", 1));

        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Equal("id", reply.ResponseTo);
    }

    [Fact]
    public async Task A_peer_of_version_1_gets_an_error_as_one_string()
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(_delimiter, RawEvent.Encode(new() { ["message_id"] = "id" }, "boom", Array.Empty<object>()));

        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Equal("ERR", reply.Name);
        Assert.Contains("bad thing", Assert.IsType<string>(Assert.Single(reply.Arguments)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_of_version_2_gets_an_error_as_three_strings()
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(_delimiter, RawEvent.Encode(new() { ["message_id"] = "id", ["v"] = 2 }, "boom", Array.Empty<object>()));

        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Equal("ERR", reply.Name);
        Assert.Equal(3, reply.Arguments.Length);
    }

    [Fact]
    public async Task A_heartbeat_of_version_2_grants_a_window()
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(5));
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);

        await dealer.SendAsync(_delimiter, RawEvent.Encode(new() { ["message_id"] = "id", ["v"] = 2 }, "count", new object[] { 3 }));
        (_, RawEvent first) = await dealer.ReceiveEventAsync();
        await dealer.SendAsync(_delimiter, RawEvent.Encode(
            new() { ["message_id"] = "grant", ["v"] = 2, ["response_to"] = "id" }, "_zpc_hb", new object[] { 100 }));
        string[] names = [first.Name, await NextNameAsync(dealer), await NextNameAsync(dealer), await NextNameAsync(dealer)];

        Assert.Equal(["STREAM", "STREAM", "STREAM", "STREAM_DONE"], names);
    }

    private static byte[] Request(object id, string method, params object[] args) =>
        RawEvent.Encode(new() { ["message_id"] = id, ["v"] = 3 }, method, args);

    private static async Task<string> NextNameAsync(RawPeer dealer) => (await dealer.ReceiveEventAsync()).Event.Name;
}
