using ZeroRpc.Client;

namespace ZeroRpc.Tests.Client;

/// <summary>The items of a stream between the thread that receives them and the reader.</summary>
public sealed class ReplyItemsTests
{
    private readonly ReplyItems _items = new(budget: null, blocks: false);

    [Fact]
    public async Task Items_come_before_the_end()
    {
        _items.Add(new byte[] { 1 });
        _items.Complete();

        Assert.True(await _items.WaitToReadAsync());
        Assert.True(_items.TryRead(out ReadOnlyMemory<byte> item));
        Assert.Equal([1], item.ToArray());
        Assert.False(await _items.WaitToReadAsync());
    }

    [Fact]
    public async Task An_error_is_thrown_after_the_items()
    {
        var error = new InvalidOperationException();
        _items.Add(new byte[] { 1 });
        _items.Complete(error);

        Assert.True(await _items.WaitToReadAsync());
        _items.TryRead(out _);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(async () => await _items.WaitToReadAsync()));
    }

    [Fact]
    public void Items_after_the_end_are_dropped()
    {
        _items.Complete();
        _items.Add(new byte[] { 1 });

        Assert.False(_items.TryRead(out _));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_an_item()
    {
        ValueTask<bool> waiting = _items.WaitToReadAsync();
        Assert.False(waiting.IsCompleted);

        _items.Add(new byte[] { 1 });

        Assert.True(await waiting);
        Assert.True(_items.TryRead(out _));
    }

    [Fact]
    public async Task Each_item_reaches_a_reader_that_waits_while_other_threads_add()
    {
        const int Count = 20_000;
        Task[] writers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                _items.Add(new byte[] { 1 });
            }
        }))];
        Task end = Task.WhenAll(writers).ContinueWith(_ => _items.Complete(), TaskScheduler.Default);

        int read = 0;
        while (await _items.WaitToReadAsync())
        {
            while (_items.TryRead(out _))
            {
                read++;
            }
        }

        await end;
        Assert.Equal(2 * Count, read);
    }
}
