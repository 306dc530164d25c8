namespace ZeroRpc.Tests.Behaviour;

/// <summary>A token at the end of a call's arguments is the call's, and is not sent.</summary>
public abstract class TokenArgumentBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private readonly CancellationTokenSource _source = new();
    private readonly Signal _started = new();

    [Fact]
    public async Task It_is_not_sent() =>
        Assert.Equal(3, await ConnectTo("add", (int a, int b) => a + b).InvokeAsync<int>("add", 1, 2, _source.Token).OrHang());

    [Fact]
    public async Task It_cancels_a_call_and_is_the_exception_s_token()
    {
        ZeroRpcClient client = ConnectToHanging();

        Task<int> call = client.InvokeAsync<int>("hang", _source.Token);
        await CancelWhenStartedAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
        Assert.Equal(_source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task It_cancels_a_call_without_value()
    {
        Task call = ConnectToHanging().InvokeAsync("hang", _source.Token);
        await CancelWhenStartedAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Fact]
    public async Task It_cancels_a_blocking_call()
    {
        ZeroRpcClient client = ConnectToHanging();

        Task call = Task.Run(() => client.Invoke<int>("hang", _source.Token), Aborted);
        await CancelWhenStartedAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Fact]
    public async Task It_cancels_a_stream()
    {
        ZeroRpcClient client = ConnectTo("count", Streams.Endless);
        await using IAsyncEnumerator<int> items = client.StreamAsync<int>("count", _source.Token).GetAsyncEnumerator(Aborted);
        Assert.True(await items.MoveNextAsync().AsTask().OrHang());

        await _source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadToEndAsync(items).OrHang());
    }

    [Fact]
    public async Task It_cancels_a_blocking_stream()
    {
        ZeroRpcClient client = ConnectTo("count", Streams.Endless);
        using IEnumerator<int> items = client.Stream<int>("count", _source.Token).GetEnumerator();
        Assert.True(items.MoveNext());

        await _source.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (items.MoveNext())
            {
            }
        });
    }

    [Fact]
    public async Task It_cancels_a_call_of_either_pattern()
    {
        Task call = ConnectToHanging().CallAsync("hang", default, _source.Token);
        await CancelWhenStartedAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_and_the_token_of_the_options_both_count(bool cancelsByOptions)
    {
        using var other = new CancellationTokenSource();
        ZeroRpcClient client = ConnectToHanging();

        Task call = client.InvokeAsync<int>("hang", new CallOptions { CancellationToken = other.Token }, _source.Token);
        await _started.WaitAsync();
        await (cancelsByOptions ? other : _source).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_and_the_token_of_the_options_both_count_for_a_stream(bool cancelsByOptions)
    {
        using var other = new CancellationTokenSource();
        ZeroRpcClient client = ConnectTo("count", Streams.Endless);
        await using IAsyncEnumerator<int> items =
            client.StreamAsync<int>("count", new CallOptions { CancellationToken = other.Token }, _source.Token).GetAsyncEnumerator(Aborted);
        Assert.True(await items.MoveNextAsync().AsTask().OrHang());

        await (cancelsByOptions ? other : _source).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadToEndAsync(items).OrHang());
    }

    [Fact]
    public async Task Arguments_that_are_a_list_take_it_by_a_parameter()
    {
        ZeroRpcClient client = ConnectTo("add", (int a, int b) => a + b);

        Assert.Equal(3, await client.InvokeWithArgumentsAsync<int>("add", new List<object?> { 1, 2 }, cancellationToken: _source.Token).OrHang());
        await _source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.InvokeWithArgumentsAsync<int>("add", [1, 2], cancellationToken: _source.Token));
    }

    [Fact]
    public async Task A_list_whose_one_item_is_an_array_is_one_argument()
    {
        ZeroRpcClient client = ConnectTo("len", (object[] items) => items.Length);

        Assert.Equal(2, await client.InvokeWithArgumentsAsync<int>("len", [new object[] { 1, 2 }], cancellationToken: Aborted).OrHang());
    }

    [Fact]
    public async Task A_stream_takes_its_arguments_as_a_list()
    {
        ZeroRpcClient client = ConnectTo("range", (int from, int count) => AsyncEnumerable.Range(from, count));

        int[] items = await client.StreamWithArgumentsAsync<int>("range", [3, 2], cancellationToken: Aborted).ToArrayAsync(Aborted).AsTask().OrHang();

        Assert.Equal([3, 4], items);
    }

    private static async Task ReadToEndAsync(IAsyncEnumerator<int> items)
    {
        while (await items.MoveNextAsync())
        {
        }
    }

    private ZeroRpcClient ConnectToHanging() => ConnectTo("hang", async (CancellationToken lost) =>
    {
        _started.Set();
        await Task.Delay(Timeout.Infinite, lost);
        return 0;
    });

    private async Task CancelWhenStartedAsync()
    {
        await _started.WaitAsync();
        await _source.CancelAsync();
    }
}

public sealed class TokenArgumentInMemory() : TokenArgumentBehaviour(Carrier.Memory);

public sealed class TokenArgumentOverNetMq() : TokenArgumentBehaviour(Carrier.NetMq);

public sealed class TokenArgumentOverTcp() : TokenArgumentBehaviour(Carrier.Tcp);

public sealed class TokenArgumentOverIpc() : TokenArgumentBehaviour(Carrier.Ipc);
