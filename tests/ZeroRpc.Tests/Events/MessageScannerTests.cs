using MessagePack;
using ZeroRpc.Events;

namespace ZeroRpc.Tests.Events;

public class MessageScannerTests
{
    [Theory]
    [InlineData("c0")]
    [InlineData("c2")]
    [InlineData("c3")]
    [InlineData("7f")]
    [InlineData("e0")]
    [InlineData("ff")]
    [InlineData("cc80")]
    [InlineData("cd0100")]
    [InlineData("ce00010000")]
    [InlineData("cf0000000100000000")]
    [InlineData("d080")]
    [InlineData("d1ff00")]
    [InlineData("d2ffff0000")]
    [InlineData("d3ffffffff00000000")]
    [InlineData("ca3fc00000")]
    [InlineData("cb3ff8000000000000")]
    [InlineData("a0")]
    [InlineData("a3e29883")]
    [InlineData("d903616263")]
    [InlineData("da0003616263")]
    [InlineData("db00000003616263")]
    [InlineData("c4020001")]
    [InlineData("c500020001")]
    [InlineData("c6000000020001")]
    [InlineData("c70300010203")]
    [InlineData("c8000300010203")]
    [InlineData("c90000000300010203")]
    [InlineData("d40001")]
    [InlineData("d5000102")]
    [InlineData("d60001020304")]
    [InlineData("d7000102030405060708")]
    [InlineData("d80000112233445566778899aabbccddeeff")]
    [InlineData("90")]
    [InlineData("93010203")]
    [InlineData("dc00020102")]
    [InlineData("dd000000020102")]
    [InlineData("80")]
    [InlineData("8201020304")]
    [InlineData("de000101a161")]
    [InlineData("df0000000101a161")]
    [InlineData("9382a16101a162929203809181a163c0a161c0")]
    public void Every_form_of_a_value_is_walked_to_its_end(string hex)
    {
        byte[] value = Convert.FromHexString(hex);

        Assert.True(MessageScanner.TryScan([.. value, 0xc1, 0xc1], 500, out int length, out string? problem), problem);
        Assert.Equal(value.Length, length);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("9382a16101a162929203809181a163c0a161c0")]
    [InlineData("93c403010203d903616263d7000102030405060708")]
    [InlineData("de0001a161cb3ff8000000000000")]
    public void A_value_cut_anywhere_is_refused(string hex)
    {
        byte[] value = Convert.FromHexString(hex);

        for (int cut = 0; cut < value.Length; cut++)
        {
            Assert.False(MessageScanner.TryScan(value.AsSpan(0, cut), 500, out int length, out string? problem));
            Assert.Equal(0, length);
            Assert.NotNull(problem);
        }
    }

    [Theory]
    [InlineData("c1", "the reserved byte 0xc1 is at 0")]
    [InlineData("92c0c1", "the reserved byte 0xc1 is at 2")]
    [InlineData("a1ff", "the string at 1 is not UTF-8")]
    [InlineData("a3eda080", "the string at 1 is not UTF-8")]
    [InlineData("d902c328", "the string at 2 is not UTF-8")]
    [InlineData("81a1ff01", "the string at 2 is not UTF-8")]
    [InlineData("ddffffffff01", "an array or map announces 4294967295 values where 1 bytes follow")]
    [InlineData("dfffffffff01", "an array or map announces 8589934590 values where 1 bytes follow")]
    [InlineData("dbffffffff61", "a value announces 4294967295 bytes where 1 follow")]
    [InlineData("c6ffffffff61", "a value announces 4294967295 bytes where 1 follow")]
    [InlineData("c9ffffffff61", "a value announces 4294967296 bytes where 1 follow")]
    [InlineData("", "the data end after 0 bytes, inside a value")]
    public void What_is_wrong_is_said(string hex, string expected)
    {
        Assert.False(MessageScanner.TryScan(Convert.FromHexString(hex), 500, out _, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(500)]
    [InlineData(5000)]
    public void Nesting_is_allowed_to_the_limit_and_no_deeper(int limit)
    {
        Assert.True(MessageScanner.TryScan(Nested(limit), limit, out int length, out _));
        Assert.Equal(limit + 1, length);

        Assert.False(MessageScanner.TryScan(Nested(limit + 1), limit, out _, out string? problem));
        Assert.Equal($"arrays and maps are nested deeper than {limit} levels", problem);
    }

    [Fact]
    public void Siblings_do_not_count_as_nesting() =>
        Assert.True(MessageScanner.TryScan([0xdc, 0x03, 0xe8, .. Enumerable.Repeat((byte)0x90, 1000)], 2, out _, out _));

    [Fact]
    public void Ten_thousand_levels_are_refused_without_a_stack_of_ten_thousand() =>
        Assert.False(MessageScanner.TryScan(Nested(10_000), 500, out _, out _));

    [Fact]
    public void Nothing_is_allocated_for_a_good_message()
    {
        byte[] usual = Convert.FromHexString("9382aa6d6573736167655f6964c403313233a17603a46563686f9101");
        byte[] deep = Nested(400);
        MessageScanner.TryScan(usual, 500, out _, out _);
        MessageScanner.TryScan(deep, 500, out _, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        MessageScanner.TryScan(usual, 500, out _, out _);
        MessageScanner.TryScan(deep, 500, out _, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Random_bytes_are_accepted_only_where_MessagePack_can_skip_them_too()
    {
        var random = new Random(20240229);
        byte[] data = new byte[24];
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(data);
            if (MessageScanner.TryScan(data, 500, out int length, out _))
            {
                var reader = new MessagePackReader(data);
                reader.Skip();
                Assert.Equal(reader.Consumed, length);
            }
        }
    }

    private static byte[] Nested(int levels) => [.. Enumerable.Repeat((byte)0x91, levels), 0x01];
}
