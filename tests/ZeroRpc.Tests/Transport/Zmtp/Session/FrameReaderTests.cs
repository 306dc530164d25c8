using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>How frames are cut out of what comes.</summary>
public sealed class FrameReaderTests
{
    [Fact]
    public void A_large_frame_is_kept_in_the_memory_it_was_received_into()
    {
        var reader = new FrameReader(maxLast: 1_000_000) { TakesMessages = true };
        ReadOnlyMemory<byte> start = new byte[] { 2, 0, 0, 0, 0, 0, 1, 0, 0 }; // A last frame of 65,536 bytes.
        Assert.False(reader.TryRead(ref start, out _));
        int missing = reader.Missing.Length;
        reader.Missing.Span.Fill(7);

        Assert.True(reader.OnFilled(missing, out Frame frame));

        Assert.Equal(65_536, frame.Payload.Length);
        Assert.True(frame.Keep().Equals(frame.Keep()));
    }
}
