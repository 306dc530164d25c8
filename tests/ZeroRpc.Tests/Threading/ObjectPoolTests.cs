using ZeroRpc.Threading;

namespace ZeroRpc.Tests.Threading;

/// <summary>What waits for its next use, and how much of it.</summary>
public sealed class ObjectPoolTests
{
    [Fact]
    public void What_was_added_is_taken_once()
    {
        var spares = new ObjectPool<string>();
        Assert.True(spares.TryAdd("spare"));

        Assert.True(spares.TryTake(out string? taken));
        Assert.Equal("spare", taken);
        Assert.False(spares.TryTake(out _));
    }

    [Fact]
    public void Beyond_a_number_none_is_kept_until_one_is_taken()
    {
        var spares = new ObjectPool<string>();
        int kept = 0;
        while (spares.TryAdd("spare"))
        {
            kept++;
        }

        Assert.Equal(256, kept);
        Assert.True(spares.TryTake(out _));
        Assert.True(spares.TryAdd("another"));
        Assert.False(spares.TryAdd("one too many"));
    }
}
