namespace ZeroRpc.Tests.Behaviour;

/// <summary>The synchronous twins.</summary>
public abstract class SyncCallBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public void A_blocking_call_gives_the_method_s_value()
    {
        ZeroRpcClient client = ConnectTo("add", (int a, int b) => a + b);

        Assert.Equal(5, client.Invoke<int>("add", 2, 3));
    }

    [Fact]
    public void A_blocking_call_whose_value_nobody_wants_returns_when_the_method_has()
    {
        int sum = 0;
        ZeroRpcClient client = ConnectTo("add", (int n) => sum += n);

        client.Invoke("add", 7);

        Assert.Equal(7, sum);
    }

    [Fact]
    public void A_blocking_call_throws_what_an_awaited_one_throws()
    {
        ZeroRpcClient client = ConnectTo("boom", void () => throw new InvalidDataException("bad"));

        Assert.Equal("InvalidDataException", Assert.Throws<RemoteException>(() => client.Invoke("boom")).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(10_000)]
    public void A_blocking_stream_gives_all_items_in_order(int count)
    {
        ZeroRpcClient client = ConnectTo("count", (int n) => AsyncEnumerable.Range(0, n));

        Assert.Equal(Enumerable.Range(0, count), client.Stream<int>("count", count));
    }

    [Fact]
    public void A_blocking_stream_can_be_cancelled_between_items()
    {
        using var source = new CancellationTokenSource();
        ZeroRpcClient client = ConnectTo("endless", (CancellationToken lost) => Streams.Endless(lost));

        var error = Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int item in client.Stream<int>("endless", new CallOptions { CancellationToken = source.Token }))
            {
                if (item == 10)
                {
                    source.Cancel();
                }
            }
        });

        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public void Blocking_on_calls_does_not_deadlock_a_single_threaded_synchronization_context()
    {
        ZeroRpcClient client = Connect(server => server
            .AddMethod("echo", (int n) => n)
            .AddMethod("count", (int n) => AsyncEnumerable.Range(0, n)));

        int[] got = SingleThreadedContext.Run(() => new[]
        {
            client.Invoke<int>("echo", 1),
            client.InvokeAsync<int>("echo", 2).GetAwaiter().GetResult(),
            client.Stream<int>("count", 300).Count(),
            CountAsync(client.StreamAsync<int>("count", 300)).GetAwaiter().GetResult(),
        });

        Assert.Equal([1, 2, 300, 300], got);
    }

    [Fact]
    public void Disposing_of_a_client_does_not_deadlock_a_single_threaded_synchronization_context()
    {
        ZeroRpcClient client = ConnectTo("echo", (int n) => n);
        client.Invoke("echo", 1);

        SingleThreadedContext.Run(() =>
        {
            client.Dispose();
            return 0;
        });
    }

    // LINQ's own stays on the context.
    private static async Task<int> CountAsync(IAsyncEnumerable<int> items)
    {
        int count = 0;
        await foreach (int item in items.ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }
}

public sealed class SyncCallsInMemory() : SyncCallBehaviour(Carrier.Memory);

public sealed class SyncCallsOverNetMq() : SyncCallBehaviour(Carrier.NetMq);

public sealed class SyncCallsOverTcp() : SyncCallBehaviour(Carrier.Tcp);

public sealed class SyncCallsOverIpc() : SyncCallBehaviour(Carrier.Ipc);
