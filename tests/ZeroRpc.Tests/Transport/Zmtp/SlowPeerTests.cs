using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Peers that ask and do not read, or do not read what they are asked: they cost a bounded memory, and hold up nobody else.</summary>
[Collection("Memory")]
public sealed class SlowPeerTests
{
    private const int ReplySize = 10_000;

    [Fact]
    public async Task Replies_to_a_client_that_does_not_read_wait_for_it_and_others_are_served()
    {
        const int Calls = 2000;
        await using ZeroRpcServer server = Serve(out string endpoint);
        await using ZeroRpcClient other = Client(endpoint);
        using var slow = BarePeer.Connect(endpoint);
        slow.Handshake("DEALER");
        for (int i = 0; i < Calls; i++)
        {
            slow.SendEvent(Bytes.Request($"{i}", "Blob"));
        }

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(ReplySize, (await other.InvokeAsync<byte[]>("Blob").OrHang()).Length);
        }

        for (int replies = 0; replies < Calls;)
        {
            replies += slow.ReadEvent().Length > ReplySize ? 1 : 0; // Else a heartbeat.
        }
    }

    [Theory]
    [InlineData("no_such_method")]
    [InlineData("Blob")]
    public async Task A_client_that_asks_on_and_reads_no_answer_costs_no_more_than_the_calls_it_may_have(string method)
    {
        const int Many = 30_000;
        await using ZeroRpcServer server = Serve(out string endpoint, maxChannelsPerPeer: 500);
        await using ZeroRpcClient other = Client(endpoint);
        await other.InvokeAsync("Blob").OrHang();
        using var deaf = BarePeer.Connect(endpoint);
        deaf.Handshake("DEALER");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < Many; i++)
        {
            deaf.SendEvent(Bytes.Request($"{i}", method));
        }

        await other.InvokeAsync("Blob").OrHang();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 * 500 * ReplySize);
    }

    [Fact]
    public async Task Calls_to_a_server_that_does_not_read_end_by_their_timeout_and_their_memory_is_used_again()
    {
        const int Rounds = 20;
        const int Calls = 500;
        var time = new FakeTimeProvider();
        using Socket listener = BarePeer.Listen(out string endpoint);
        await using var client = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions
        {
            TimeProvider = time, Heartbeat = null, Timeout = TimeSpan.FromSeconds(10), Linger = TimeSpan.Zero,
        });
        using var deaf = BarePeer.Accept(listener);
        deaf.Handshake("ROUTER");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int round = 0; round < Rounds; round++)
        {
            await CallAsync(client, time, Calls);
        }

        await Task.Yield(); // Off the calls' stack, which would keep the last ones alive.

        // Those that gave up are thrown out of the queue when others come.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 * Calls * ReplySize);
        await client.DisposeAsync().AsTask().OrHang();
    }

    private static async Task CallAsync(ZeroRpcClient client, FakeTimeProvider time, int count)
    {
        Task[] calls = [.. Enumerable.Range(0, count).Select(_ => client.InvokeAsync("method", new byte[ReplySize]))];
        time.Advance(TimeSpan.FromSeconds(10));
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<CallTimeoutException>(() => call.OrHang());
        }
    }

    private static ZeroRpcServer Serve(out string endpoint, int maxChannelsPerPeer = 100_000)
    {
        var server = new ZeroRpcServer(new ZeroRpcServerOptions
        {
            Heartbeat = null, StopTimeout = TimeSpan.Zero, Linger = TimeSpan.Zero,
            MaxChannelsPerPeer = maxChannelsPerPeer,
        });
        server.AddMethod("Blob", () => new byte[ReplySize]);
        endpoint = server.Bind(Needs.Endpoint("ipc://*")); // Its kernel buffers are small.
        server.Start();
        return server;
    }

    private static ZeroRpcClient Client(string endpoint) => new(endpoint, new ZeroRpcClientOptions { Heartbeat = null });
}
