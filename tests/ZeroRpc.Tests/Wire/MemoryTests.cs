using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Wire;

/// <summary>Tests that look at the process's memory run alone.</summary>
[CollectionDefinition("Memory", DisableParallelization = true)]
public class RunsAlone;

/// <summary>Whatever a peer sends or does not read, memory stays flat.</summary>
[Collection("Memory")]
public class MemoryTests
{
    private const int ItemSize = 10_000;

    [Fact]
    public async Task A_client_that_grants_all_and_stops_reading_holds_its_stream_and_not_the_memory()
    {
        long produced = 0;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoggedServer(add: server => server.AddMethod("Endless", Endless));
        using var other = new RawClient(server.Endpoint);
        other.AssertAnswered();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var deaf = new DeafPeer(server.Endpoint);
        await deaf.HandshakeAsync();

        await deaf.SendAsync(Zmtp(Bytes.Request("id", "Endless")));
        await deaf.SendAsync(Zmtp(Bytes.InChannel("id", "_zpc_more", new object[] { 1L << 62 })));

        long seen;
        do
        {
            seen = Interlocked.Read(ref produced);
            for (int i = 0; i < 50; i++)
            {
                other.AssertAnswered();
            }
        }
        while (seen < 2 || (seen != Interlocked.Read(ref produced) && seen < 50_000));

        Assert.InRange(seen, 2, 10_000); // What lies in the connection's queues, and not the 2^62 that were granted.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000 * ItemSize);

        deaf.Dispose();
        await ended.Task.WaitAsync(RawClient.HangGuard, TestContext.Current.CancellationToken);

        async IAsyncEnumerable<byte[]> Endless([EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                while (true)
                {
                    token.ThrowIfCancellationRequested();
                    Interlocked.Increment(ref produced);
                    yield return new byte[ItemSize];
                    await Task.Yield();
                }
            }
            finally
            {
                ended.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task A_server_that_is_told_of_2_GiB_allocates_none_of_them_and_answers_the_next()
    {
        await using var server = new LoggedServer();
        using var attacker = new DeafPeer(server.Endpoint);
        await attacker.HandshakeAsync();
        long before = GC.GetTotalAllocatedBytes();

        await attacker.SendAsync(HeadOf2GiB);
        await attacker.UntilClosedAsync();

        using var client = new RawClient(server.Endpoint);
        client.AssertAnswered();
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public async Task A_client_that_is_told_of_2_GiB_allocates_none_of_them_and_loses_the_call()
    {
        using var attacker = new DeafPeer();
        await using var client = new ZeroRpcClient(attacker.Endpoint);
        Task<int> call = client.InvokeAsync<int>("method");
        await attacker.HandshakeAsync();
        long before = GC.GetTotalAllocatedBytes();

        await attacker.SendAsync(HeadOf2GiB);

        await Assert.ThrowsAsync<LostRemoteException>(() => call.WaitAsync(RawClient.HangGuard, TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public async Task Thousands_of_bad_events_leave_nothing_behind()
    {
        await using var server = new LoggedServer(options => options.LoggerFactory = NullLoggerFactory.Instance);
        using var client = new RawClient(server.Endpoint);
        byte[] deep = Bytes.Event(Bytes.Header("id"), Bytes.Of("Echo"), Bytes.Nested(10_000));
        client.AssertAnswered();
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 50; i++)
        {
            for (int j = 0; j < 100; j++)
            {
                client.Send(deep);
            }

            for (int j = 0; j < 100; j++)
            {
                Assert.Equal("ERR", client.Receive().Name);
            }

            client.AssertAnswered();
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);
    }

    [Fact]
    public async Task Thousands_of_peers_that_come_and_go_leave_nothing_behind()
    {
        await using var server = new LoggedServer(options => options.LoggerFactory = NullLoggerFactory.Instance);
        using var client = new RawClient(server.Endpoint);
        client.AssertAnswered();
        long before = GC.GetTotalMemory(forceFullCollection: true);

        foreach (int[] peers in Enumerable.Range(0, 20_000).Chunk(100))
        {
            foreach (int peer in peers)
            {
                // As from behind a device: the second frame names the peer.
                client.SendFrames([.. new[] { new byte[200], BitConverter.GetBytes(peer), [] }, Bytes.Request("id", "Echo", 1)]);
            }

            foreach (int _ in peers)
            {
                client.Receive();
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);
    }

    /// <summary>The head of a long frame, nothing of which follows.</summary>
    private static byte[] HeadOf2GiB
    {
        get
        {
            byte[] head = new byte[9];
            head[0] = 2;
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), int.MaxValue);
            return head;
        }
    }

    /// <summary>A delimiter and an event of less than 256 bytes, as ZMTP frames.</summary>
    private static byte[] Zmtp(byte[] body) => [1, 0, 0, checked((byte)body.Length), .. body];
}
