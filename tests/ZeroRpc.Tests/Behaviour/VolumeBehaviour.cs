using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Much, for a long time: nothing is lost and nothing stays.</summary>
[Collection(nameof(Alone))]
public abstract class VolumeBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task A_million_items_pass_in_order_in_flat_memory()
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));
        long early = 0;
        int next = 0;

        await foreach (int item in client.StreamAsync<int>("count", 1_000_000))
        {
            if (item != next++)
            {
                Assert.Fail($"{item} came where {next - 1} was due.");
            }

            if (next == 100_000)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        long late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(1_000_000, next);

        // One object an item would be 24 MB. What pools keep for each thread swings by some megabytes with the threads that there were.
        Assert.InRange(late - early, long.MinValue, 12 * 1024 * 1024);
    }

    [Fact]
    public async Task A_hundred_thousand_calls_leave_no_channel()
    {
        ZeroRpcClient client = ConnectTo("echo", (int n) => n);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async caller =>
        {
            for (int i = 0; i < 2000; i++)
            {
                Assert.Equal(i, await client.InvokeAsync<int>("echo", i));
            }
        })).OrHang();

        Assert.Equal(0, client.LiveChannels);
        await Transport.Transports.UntilAsync(() => Server.LiveChannels == 0); // The server ends a channel when its reply has been sent.
    }

    [Fact]
    public async Task A_thousand_abandoned_streams_leave_no_channel_and_no_handler()
    {
        int left = 1000;
        var allEnded = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("endless", (CancellationToken lost) => EndlessAsync(
                () =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        allEnded.Set();
                    }
                },
                lost)),
            FakeServerTime(Interval),
            FakeClientTime(Interval));

        for (int i = 0; i < 1000; i++)
        {
            await client.StreamAsync<int>("endless").FirstAsync(Aborted);
        }

        await allEnded.WaitAsync();
        Assert.Equal(0, client.LiveChannels);
        await Transport.Transports.UntilAsync(() => Server.LiveChannels == 0);
    }

    private static async IAsyncEnumerable<int> EndlessAsync(Action ended, [EnumeratorCancellation] CancellationToken lost)
    {
        try
        {
            await foreach (int item in Streams.Endless(lost))
            {
                yield return item;
            }
        }
        finally
        {
            ended();
        }
    }
}

public sealed class VolumeInMemory() : VolumeBehaviour(Carrier.Memory);

public sealed class VolumeOverNetMq() : VolumeBehaviour(Carrier.NetMq);

public sealed class VolumeOverTcp() : VolumeBehaviour(Carrier.Tcp);

public sealed class VolumeOverIpc() : VolumeBehaviour(Carrier.Ipc);
