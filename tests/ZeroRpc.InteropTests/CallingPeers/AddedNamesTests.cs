using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>What we add to the protocol (docs/protocol.md, section 11), and stock servers, which know nothing of it.</summary>
public abstract class AddedNamesTests(Peer peer)
{
    private static readonly byte[] _delimiter = [];

    [Fact]
    public async Task A_stock_server_ignores_our_header_entries_and_echoes_none()
    {
        await using PeerProcess server = await ShortHeartbeat.ServeAsync(peer);
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);
        Dictionary<object, object?> header = new()
        {
            ["message_id"] = "id", ["v"] = 3, ["_zpc_cancel"] = true, ["_zpc_timeout"] = 30_000u, ["_zpc_deadline"] = 1_700_000_030_000ul,
        };

        await dealer.SendAsync(_delimiter, RawEvent.Encode(header, "add_42", new object[] { 1 }));

        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        Assert.Equal([43L], reply.Arguments);
        Assert.Equal(["message_id", "response_to", "v"], reply.Header.Keys.Cast<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cancellation_that_strays_to_a_stock_server_does_no_harm()
    {
        await using PeerProcess server = await ShortHeartbeat.ServeAsync(peer);
        await using RawPeer dealer = await RawPeer.DealerAsync(server.Endpoint);
        byte[] cancel = RawEvent.Encode(
            new() { ["message_id"] = "cancel", ["v"] = 3, ["response_to"] = "id" }, "_zpc_cancel", Array.Empty<object>());

        await dealer.SendAsync(_delimiter, RawEvent.Encode(new() { ["message_id"] = "id", ["v"] = 3 }, "sleep", new object[] { 0.1 }));
        await AwaitSleepAsync(server);
        await dealer.SendAsync(_delimiter, cancel);
        (_, RawEvent reply) = await dealer.ReceiveEventAsync();
        await dealer.SendAsync(_delimiter, cancel); // Its channel has ended by now.
        await dealer.SendAsync(_delimiter, RawEvent.Encode(new() { ["message_id"] = "next", ["v"] = 3 }, "add_42", new object[] { 1 }));
        (_, RawEvent next) = await dealer.ReceiveEventAsync();

        Assert.Equal(("OK", "id"), (reply.Name, reply.ResponseTo));
        Assert.Equal([43L], next.Arguments);
    }

    [Fact]
    public async Task Our_requests_to_a_stock_server_have_nothing_added_once_it_has_answered()
    {
        await using PeerProcess server = await ShortHeartbeat.ServeAsync(peer);
        await using var relay = new FrameTap(server.Endpoint);
        await using var client = new ZeroRpcClient(relay.Endpoint, new ZeroRpcClientOptions { Heartbeat = Heartbeat });

        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal(44, await client.InvokeAsync<int>("add_42", 2).OrHang());

        Assert.Equal(
            [3, 0],
            relay.FromClient("add_42").Select(
                sent => sent.Header.Keys.Count(key => $"{key}".StartsWith("_zpc_", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_stock_server_never_sees_a_cancellation()
    {
        await using PeerProcess server = await ShortHeartbeat.ServeAsync(peer);
        await using var relay = new FrameTap(server.Endpoint);
        await using var client = new ZeroRpcClient(relay.Endpoint, new ZeroRpcClientOptions { Heartbeat = Heartbeat });
        using var stop = new CancellationTokenSource();
        Task cancelled = client.InvokeAsync("sleep", new CallOptions { CancellationToken = stop.Token }, 60);
        await AwaitSleepAsync(server);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled).OrHang();
        await foreach (int item in client.StreamAsync<int>("count", 1000))
        {
            break;
        }

        await Assert.ThrowsAsync<CallTimeoutException>(
            () => client.InvokeAsync("sleep", new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) }, 60)).OrHang();
        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang()); // All that was sent before has gone through.

        Assert.Empty(relay.FromClient("_zpc_cancel"));
    }
}

public sealed class AddedNamesAndPythonTests() : AddedNamesTests(Peer.Python);

public sealed class AddedNamesAndNodeTests() : AddedNamesTests(Peer.Node);
