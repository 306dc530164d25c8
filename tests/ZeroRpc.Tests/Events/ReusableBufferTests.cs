using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Events;

/// <summary>Where the bytes of an event last, and until when.</summary>
public sealed class ReusableBufferTests
{
    [Fact]
    public void Lent_bytes_are_copied_to_the_same_place_for_each_event()
    {
        var kept = new ReusableBuffer();
        byte[] lent = [1, 2, 3];

        ReadOnlyMemory<byte> first = kept.Keep(lent, BodyMemory.Lent);
        lent[0] = 9;
        Assert.Equal([1, 2, 3], first.ToArray());
        kept.Release();
        ReadOnlyMemory<byte> second = kept.Keep(new byte[] { 4, 5, 6 }, BodyMemory.Lent);

        Assert.True(first.Equals(second));
        Assert.Equal([4, 5, 6], second.ToArray());
    }

    [Fact]
    public void Taken_bytes_are_not_those_of_the_next_event()
    {
        var kept = new ReusableBuffer();
        ReadOnlyMemory<byte> taken = kept.Take(kept.Keep(new byte[] { 1, 2, 3 }, BodyMemory.Lent));
        kept.Release();

        kept.Keep(new byte[] { 4, 5, 6 }, BodyMemory.Lent);

        Assert.Equal([1, 2, 3], taken.ToArray());
    }

    [Theory]
    [InlineData(nameof(BodyMemory.Kept))]
    [InlineData(nameof(BodyMemory.Passed))]
    public void Bytes_that_last_are_not_copied(string memory)
    {
        var kept = new ReusableBuffer();
        byte[] bytes = new byte[5000];

        ReadOnlyMemory<byte> taken = kept.Take(kept.Keep(bytes, Enum.Parse<BodyMemory>(memory)));

        Assert.True(taken.Equals(bytes.AsMemory()));
    }

    [Fact]
    public void A_large_event_leaves_no_large_place_behind()
    {
        var kept = new ReusableBuffer();
        ReadOnlyMemory<byte> large = kept.Keep(new byte[10_000], BodyMemory.Lent);
        kept.Release();

        ReadOnlyMemory<byte> small = kept.Keep(new byte[] { 1 }, BodyMemory.Lent);

        Assert.Equal(10_000, large.Length);
        Assert.False(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(small, out ArraySegment<byte> place) && place.Array!.Length > 1024);
    }
}
