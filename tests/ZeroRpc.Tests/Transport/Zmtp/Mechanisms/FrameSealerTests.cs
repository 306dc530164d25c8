using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp.Mechanisms;

/// <summary>What of a send buffer is sealed, and when.</summary>
public sealed class FrameSealerTests
{
    private readonly SendBuffer _plain = new();
    private readonly FrameSealer _sealer = new(new MaskCipher());

    [Fact]
    public void The_handshake_s_bytes_leave_as_they_are_and_what_follows_is_sealed()
    {
        _plain.AddInClear("greeting"u8);
        _plain.AddInClear("READY"u8);
        _plain.AddFrame("body"u8.ToArray(), hasMore: false);

        byte[] sent = Drain();

        Assert.Equal("greetingREADY"u8, sent.AsSpan(0, 13));
        Assert.Equal([0, 13, 0, 0, 0, 0, 0, 0, 0, 1], sent[13..23]);
    }

    [Fact]
    public void What_has_left_of_the_handshake_is_not_sealed_either()
    {
        _plain.AddInClear("greeting"u8);
        _plain.Remove(5);
        _plain.AddFrame("body"u8.ToArray(), hasMore: false);

        Assert.Equal("ing"u8, Drain().AsSpan(0, 3));
    }

    [Fact]
    public void No_more_is_sealed_than_is_sent_next()
    {
        for (int i = 0; i < 100; i++)
        {
            _plain.AddFrame(new byte[10_000], hasMore: false);
        }

        SendBuffer first = _sealer.Next(_plain);

        Assert.InRange(first.Length, 64 * 1024, 80 * 1024);
        Assert.Same(first, _sealer.Next(_plain)); // What has been sealed leaves before more is.
        Assert.InRange(first.Length, 64 * 1024, 80 * 1024);
    }

    [Fact]
    public void Frames_of_every_size_are_sealed_in_their_order()
    {
        int[] sizes = [0, 1, 254, 255, 256, 16_384, 16_385, 0, 300_000, 7];
        foreach (int size in sizes)
        {
            _plain.AddFrame(new byte[size], hasMore: size == 0);
        }

        ReadOnlyMemory<byte> sent = Drain();

        var reader = new FrameReader(maxLast: 1_000_000) { TakesMessages = true, SealOverhead = 9 };
        var cipher = new MaskCipher();
        foreach (int size in sizes)
        {
            if (!reader.TryRead(ref sent, out Frame frame))
            {
                Fail("a large frame comes whole here");
            }

            Frame opened = cipher.Open(frame);
            Assert.Equal((size, size == 0), (opened.Payload.Length, opened.Header.HasMore));
        }
    }

    [Fact]
    public void An_array_that_was_passed_is_given_back_when_it_is_sealed()
    {
        byte[] passed = PooledArrays.Rent(20_000);
        _plain.AddFrame(passed, hasMore: false, BodyMemory.Passed);

        _sealer.Next(_plain);

        Assert.Equal(0, _plain.Length);
        Assert.Same(passed, PooledArrays.Rent(20_000));
    }

    private byte[] Drain()
    {
        List<byte> sent = [];
        while (_sealer.Next(_plain) is { Length: > 0 } next)
        {
            sent.AddRange(next.Next);
            next.Remove(next.Next.Length);
        }

        return [.. sent];
    }

    private static void Fail(string why) => Assert.Fail(why);
}
