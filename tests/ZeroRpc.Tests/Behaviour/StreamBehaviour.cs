using System.Runtime.CompilerServices;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>Streams and the window that holds their producers.</summary>
public abstract class StreamBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(10_000)]
    public async Task A_stream_gives_all_items_in_order(int count)
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));

        Assert.Equal(Enumerable.Range(0, count), await client.StreamAsync<int>("count", count).ToListAsync(Aborted));
    }

    [Fact]
    public async Task A_stream_starts_when_its_first_item_is_asked_for()
    {
        int calls = 0;
        ZeroRpcClient client = ConnectTo("count", (int n) =>
        {
            calls++;
            return AsyncEnumerable.Range(0, n);
        });

        IAsyncEnumerable<int> stream = client.StreamAsync<int>("count", 1);
        await client.PingAsync(Aborted);

        Assert.Equal(0, calls);
        Assert.Single(await stream.ToListAsync(Aborted));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task A_consumer_that_stops_reading_holds_the_producer_after_one_window(int window)
    {
        // Two items are read; one window more is granted with the second; one waits in the server's hand for room.
        var source = new Streams.Counted(tellAt: window + 2);
        ZeroRpcClient client = ConnectTo("count", (int n) => source.Items(n));
        await using IAsyncEnumerator<int> stream =
            client.StreamAsync<int>("count", new CallOptions { Window = window }, 1000).GetAsyncEnumerator(Aborted);
        await stream.MoveNextAsync();
        await stream.MoveNextAsync();

        await source.Reached.WaitAsync();
        await client.PingAsync(Aborted);

        Assert.Equal(window + 2, source.Produced);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task A_small_window_lets_all_items_pass(int window)
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));

        Assert.Equal(1000, await client.StreamAsync<int>("count", new CallOptions { Window = window }, 1000).CountAsync(Aborted));
    }

    [Fact]
    public async Task Two_streams_of_one_client_have_each_their_window()
    {
        var narrow = new Streams.Counted(tellAt: 4);
        var wide = new Streams.Counted(tellAt: 52);
        ZeroRpcClient client = Connect(server => server
            .AddMethod("narrow", (int n) => narrow.Items(n))
            .AddMethod("wide", (int n) => wide.Items(n)));
        await using var first = client.StreamAsync<int>("narrow", new CallOptions { Window = 2 }, 1000).GetAsyncEnumerator(Aborted);
        await using var second = client.StreamAsync<int>("wide", new CallOptions { Window = 50 }, 1000).GetAsyncEnumerator(Aborted);
        for (int i = 0; i < 2; i++)
        {
            await first.MoveNextAsync();
            await second.MoveNextAsync();
        }

        await narrow.Reached.WaitAsync();
        await wide.Reached.WaitAsync();
        await client.PingAsync(Aborted);

        Assert.Equal((4, 52), (narrow.Produced, wide.Produced));
    }

    [Fact]
    public async Task A_held_producer_goes_on_answering_heartbeats()
    {
        var source = new Streams.Counted(tellAt: 4);
        ZeroRpcClient client = Connect(
            server => server.AddMethod("count", (int n) => source.Items(n)), FakeServerTime(Interval), FakeClientTime(Interval));
        await using IAsyncEnumerator<int> stream =
            client.StreamAsync<int>("count", new CallOptions { Window = 2 }, 100).GetAsyncEnumerator(Aborted);
        await stream.MoveNextAsync();
        await stream.MoveNextAsync();
        await source.Reached.WaitAsync();

        await PassAsync(10, client);
        int rest = 0;
        while (await stream.MoveNextAsync())
        {
            rest++;
        }

        Assert.Equal(98, rest);
    }

    [Fact]
    public async Task Leaving_a_stream_early_ends_the_handler_before_any_heartbeat_lapses()
    {
        var ended = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("endless", (CancellationToken lost) =>
            {
                lost.Register(ended.Set);
                return Streams.Endless(lost);
            }),
            FakeServerTime(Interval),
            FakeClientTime(Interval));

        await foreach (int item in client.StreamAsync<int>("endless"))
        {
            if (item == 5)
            {
                break;
            }
        }

        await ended.WaitAsync();
    }

    [Fact]
    public async Task An_error_in_the_middle_comes_after_the_items_before_it()
    {
        ZeroRpcClient client = ConnectTo("count_then_boom", (int n) => AsyncEnumerable.Range(0, n + 1)
            .Select(i => i < n ? i : throw new InvalidDataException("mid-stream")));
        var got = new List<int>();

        var error = await Assert.ThrowsAsync<RemoteException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("count_then_boom", 300))
            {
                got.Add(item);
            }
        });

        Assert.Equal("mid-stream", error.RemoteMessage);
        Assert.Equal(Enumerable.Range(0, 300), got);
    }

    [Fact]
    public async Task An_item_that_cannot_be_encoded_is_an_error_after_the_items_before_it()
    {
        ZeroRpcClient client = ConnectTo("mixed", () => new object[] { 1, 2, (Action)(() => { }) }.ToAsyncEnumerable());
        var got = new List<int>();

        var error = await Assert.ThrowsAsync<RemoteException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("mixed"))
            {
                got.Add(item);
            }
        });

        Assert.Equal("ValueConversionException", error.Name);
        Assert.Equal([1, 2], got);
    }

    [Fact]
    public async Task An_item_of_another_type_than_asked_for_ends_the_stream_there()
    {
        ZeroRpcClient client = ConnectTo("mixed", () => new object[] { 1, "two", 3 }.ToAsyncEnumerable());
        var got = new List<int>();

        await Assert.ThrowsAsync<ValueConversionException>(async () =>
        {
            await foreach (int item in client.StreamAsync<int>("mixed"))
            {
                got.Add(item);
            }
        });

        Assert.Equal([1], got);
    }

    [Fact]
    public async Task A_stream_of_a_method_that_fails_before_its_first_item_fails()
    {
        ZeroRpcClient client = ConnectTo("boom", IAsyncEnumerable<int> () => throw new InvalidDataException("at once"));

        var error = await Assert.ThrowsAsync<RemoteException>(
            async () => await client.StreamAsync<int>("boom").ToListAsync(Aborted));

        Assert.Equal("at once", error.RemoteMessage);
    }

    [Fact]
    public async Task A_handler_that_is_left_disposes_of_its_stream()
    {
        var disposed = new Signal();
        ZeroRpcClient client = Connect(
            server => server.AddMethod("endless", (CancellationToken lost) => UntilDisposed(disposed, lost)),
            FakeServerTime(Interval),
            FakeClientTime(Interval));

        await client.StreamAsync<int>("endless").FirstAsync(Aborted);

        await PassUntilAsync(disposed.Task, Interval);
    }

    private static async IAsyncEnumerable<int> UntilDisposed(Signal disposed, [EnumeratorCancellation] CancellationToken lost)
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
            disposed.Set();
        }
    }
}

public sealed class StreamsInMemory() : StreamBehaviour(Carrier.Memory);

public sealed class StreamsOverNetMq() : StreamBehaviour(Carrier.NetMq);

public sealed class StreamsOverTcp() : StreamBehaviour(Carrier.Tcp);

public sealed class StreamsOverIpc() : StreamBehaviour(Carrier.Ipc);
