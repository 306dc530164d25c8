using System.Numerics;
using System.Text;

namespace ZeroRpc.Tests.Events.Values;

public class ScalarTests
{
    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7f")]
    [InlineData(128L, "cc80")]
    [InlineData(255L, "ccff")]
    [InlineData(256L, "cd0100")]
    [InlineData(65535L, "cdffff")]
    [InlineData(65536L, "ce00010000")]
    [InlineData(4294967295L, "ceffffffff")]
    [InlineData(4294967296L, "cf0000000100000000")]
    [InlineData(long.MaxValue, "cf7fffffffffffffff")]
    [InlineData(-1L, "ff")]
    [InlineData(-32L, "e0")]
    [InlineData(-33L, "d0df")]
    [InlineData(-128L, "d080")]
    [InlineData(-129L, "d1ff7f")]
    [InlineData(-32768L, "d18000")]
    [InlineData(-32769L, "d2ffff7fff")]
    [InlineData(-2147483648L, "d280000000")]
    [InlineData(-2147483649L, "d3ffffffff7fffffff")]
    [InlineData(long.MinValue, "d38000000000000000")]
    public void An_integer_takes_the_bytes_that_Python_would_send(long value, string bytes)
    {
        Assert.Equal(bytes, Wire.Write(value));
        Assert.Equal(bytes, Wire.Write<object>(value));
        Assert.Equal(value, Wire.Read<long>(bytes));
        Assert.Equal(value, Wire.Read<object>(bytes));
    }

    [Fact]
    public void Every_integer_type_keeps_its_extremes()
    {
        Assert.Equal([sbyte.MinValue, sbyte.MaxValue], Wire.RoundTrip(new[] { sbyte.MinValue, sbyte.MaxValue }));
        Assert.Equal([short.MinValue, short.MaxValue], Wire.RoundTrip(new[] { short.MinValue, short.MaxValue }));
        Assert.Equal([int.MinValue, int.MaxValue], Wire.RoundTrip(new[] { int.MinValue, int.MaxValue }));
        Assert.Equal([ushort.MinValue, ushort.MaxValue], Wire.RoundTrip(new[] { ushort.MinValue, ushort.MaxValue }));
        Assert.Equal([uint.MinValue, uint.MaxValue], Wire.RoundTrip(new[] { uint.MinValue, uint.MaxValue }));
        Assert.Equal([ulong.MinValue, ulong.MaxValue], Wire.RoundTrip(new[] { ulong.MinValue, ulong.MaxValue }));
        Assert.Equal(byte.MaxValue, Wire.RoundTrip(byte.MaxValue));
        Assert.Equal(ulong.MaxValue, (ulong)Wire.RoundTrip((BigInteger)ulong.MaxValue));
        Assert.Equal(long.MinValue, (long)Wire.RoundTrip((Int128)long.MinValue));
    }

    [Fact]
    public void An_integer_beyond_64_bits_is_refused() =>
        Assert.Equal(
            "the integer 18446744073709551616 has more than 64 bits, which msgpack cannot carry",
            Wire.WriteError(BigInteger.One << 64));

    [Fact]
    public void A_number_out_of_a_types_range_is_refused()
    {
        Assert.Equal("expected an unsigned integer of 8 bits (byte), but received a number out of its range: 256",
            Wire.ReadError<byte>("cd0100"));
        Assert.Equal("expected an unsigned integer of 32 bits (uint), but received a number out of its range: -1",
            Wire.ReadError<uint>("ff"));
        Assert.Equal(
            "expected an integer of 64 bits (long), but received a number out of its range: 9223372036854775808",
            Wire.ReadError<long>("cf8000000000000000"));
        Assert.Equal(
            "expected an integer of 32 bits (int), but received a number out of its range: 1E+300",
            Wire.ReadError<int>("cb7e37e43c8800759c"));
    }

    [Theory]
    [InlineData("cb4008000000000000", 3)]
    [InlineData("ca40400000", 3)]
    [InlineData("cbc1e0000000000000", int.MinValue)]
    public void A_whole_float_is_read_as_an_integer_as_Node_sends_it(string bytes, int value) => Assert.Equal(value, Wire.Read<int>(bytes));

    [Fact]
    public void A_whole_float_just_beyond_long_is_refused() =>
        Assert.Contains("out of its range", Wire.ReadError<long>("cb43e0000000000000"), StringComparison.Ordinal);

    [Theory]
    [InlineData("cb3ff8000000000000", "1.5")]
    [InlineData("cb7ff8000000000000", "NaN")]
    [InlineData("cb7ff0000000000000", "Infinity")]
    public void A_float_that_is_not_whole_is_no_integer(string bytes, string shown) =>
        Assert.Equal(
            $"expected an integer of 32 bits (int), but received a float that is not a whole number: {shown}", Wire.ReadError<int>(bytes));

    [Theory]
    [InlineData("a3616263", "received a string: 'abc'")]
    [InlineData("c0", "received nil (None, null)")]
    [InlineData("c3", "received a bool: true")]
    [InlineData("c4020102", "received a bytes value (bin) of 2 bytes")]
    [InlineData("9101", "received an array of 1")]
    [InlineData("810102", "received a map of 1")]
    [InlineData("d40501", "received an extension of type 5")]
    [InlineData("c1", "received the reserved byte 0xc1")]
    public void What_came_instead_of_an_integer_is_said(string bytes, string came) =>
        Assert.Equal($"expected an integer of 32 bits (int), but {came}", Wire.ReadError<int>(bytes));

    [Fact]
    public void A_long_string_is_shown_by_its_beginning() =>
        Assert.Equal(
            $"expected an integer of 32 bits (int), but received a string: '{new string('x', 40)}…'",
            Wire.ReadError<int>(Wire.Write(new string('x', 100))));

    [Fact]
    public void Floats_keep_their_width()
    {
        Assert.Equal("cb3ff8000000000000", Wire.Write(1.5));
        Assert.Equal("ca3fc00000", Wire.Write(1.5f));
        Assert.Equal("ca3fc00000", Wire.Write((Half)1.5));
        Assert.Equal("cb3ff8000000000000", Wire.Write<object>(1.5));
        Assert.Equal("ca3fc00000", Wire.Write<object>(1.5f));
    }

    [Fact]
    public void A_float_is_read_from_any_number()
    {
        Assert.Equal(1.5, Wire.Read<double>("ca3fc00000"));
        Assert.Equal(1.5f, Wire.Read<float>("cb3ff8000000000000"));
        Assert.Equal(3.0, Wire.Read<double>("03"));
        Assert.Equal(18446744073709551615.0, Wire.Read<double>("cfffffffffffffffff"));
        Assert.Equal(-3f, Wire.Read<float>("fd"));
        Assert.Equal(double.NegativeInfinity, Wire.RoundTrip(double.NegativeInfinity));
        Assert.True(double.IsNaN(Wire.RoundTrip(double.NaN)));
        Assert.Equal("expected a number (float), but received a number out of its range: 1E+300",
            Wire.ReadError<float>("cb7e37e43c8800759c"));
        Assert.Equal("expected a number (double), but received a string: '1.5'", Wire.ReadError<double>("a3312e35"));
    }

    [Fact]
    public void A_decimal_travels_as_its_digits_and_is_read_from_any_number()
    {
        Assert.Equal("a3312e35", Wire.Write(1.5m));
        Assert.Equal(decimal.MinValue, Wire.RoundTrip(decimal.MinValue));
        Assert.Equal(3m, Wire.Read<decimal>("03"));
        Assert.Equal(1.5m, Wire.Read<decimal>("cb3ff8000000000000"));
        Assert.Equal(
            "expected a number or its digits in a string (decimal), but received a string: 'abc'", Wire.ReadError<decimal>("a3616263"));
        Assert.Contains("out of its range", Wire.ReadError<decimal>("cb7e37e43c8800759c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_are_str_and_bytes_are_bin()
    {
        Assert.Equal("a3e29883", Wire.Write("☃"));
        Assert.Equal("c403e29883", Wire.Write("☃"u8.ToArray()));
        Assert.Equal("☃", Wire.Read<string>("a3e29883"));
        Assert.Null(Wire.Read<string?>("c0"));
        Assert.Equal("expected a string, but received a bytes value (bin) of 3 bytes", Wire.ReadError<string>("c403e29883"));
        Assert.Equal("expected a bytes value (bin), but received a string: '☃'", Wire.ReadError<byte[]>("a3e29883"));
    }

    [Theory]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void A_strings_head_is_the_smallest(int length, string head)
    {
        Assert.StartsWith(head + "6161", Wire.Write(new string('a', length)), StringComparison.Ordinal);
        Assert.StartsWith(head + "c3", Wire.Write(new string('é', length / 2) + (length % 2 == 0 ? "" : "a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_because_Python_drops_what_is_not_UTF_8()
    {
        Assert.Equal("a3efbfbd", Wire.Write("\ud83d"));
        Assert.Equal("a561efbfbd62", Wire.Write<object>("a\udc00b"));
        Assert.Equal("a4f09f9880", Wire.Write("\ud83d\ude00"));
        Assert.Equal("da0bb8" + string.Concat(Enumerable.Repeat("efbfbd", 1000)), Wire.Write(new string('\udc00', 1000)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_in_keys_and_chars_too()
    {
        Assert.Equal("81a3efbfbd01", Wire.Write(new Dictionary<string, int> { ["\ud83d"] = 1 }));
        Assert.Equal("a3efbfbd", Wire.Write('\ud83d'));
    }

    [Fact]
    public void Everything_that_holds_bytes_is_bin()
    {
        byte[] bytes = [1, 2, 3];
        Assert.Equal("c403010203", Wire.Write(bytes.AsMemory()));
        Assert.Equal("c403010203", Wire.Write<ReadOnlyMemory<byte>>(bytes));
        Assert.Equal("c4020203", Wire.Write(new ArraySegment<byte>(bytes, 1, 2)));
        Assert.Equal("c403010203", Wire.Write<object>(bytes.AsMemory()));
        Assert.Equal(bytes, Wire.Read<Memory<byte>>("c403010203").ToArray());
        Assert.Equal(bytes, Wire.Read<ReadOnlyMemory<byte>>("c403010203").ToArray());
        Assert.Null(Wire.Read<byte[]?>("c0"));
        Assert.Empty(Wire.Read<byte[]>("c400"));
    }

    [Fact]
    public void A_bool_is_nothing_but_a_bool()
    {
        Assert.Equal("c3", Wire.Write(true));
        Assert.False(Wire.Read<bool>("c2"));
        Assert.Equal("expected true or false (bool), but received an integer: 1", Wire.ReadError<bool>("01"));
    }

    [Fact]
    public void Types_that_are_texts_travel_as_texts()
    {
        var id = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef");
        Assert.Equal("d924" + Hex("01234567-89ab-cdef-0123-456789abcdef"), Wire.Write(id));
        Assert.Equal(id, Wire.RoundTrip(id));
        Assert.Equal("a178", Wire.Write('x'));
        Assert.Equal('x', Wire.Read<char>("a178"));
        Assert.Equal("a8" + Hex("http://x"), Wire.Write(new Uri("http://x")));
        Assert.Equal(new Uri("http://x"), Wire.RoundTrip(new Uri("http://x")));
        Assert.Equal("aa" + Hex("2024-02-29"), Wire.Write(new DateOnly(2024, 2, 29)));
        Assert.Equal(new DateOnly(2024, 2, 29), Wire.RoundTrip(new DateOnly(2024, 2, 29)));
        Assert.Equal("a8" + Hex("12:30:05"), Wire.Write(new TimeOnly(12, 30, 5)));
        Assert.Equal("af" + Hex("12:30:05.250000"), Wire.Write(new TimeOnly(12, 30, 5, 250)));
        Assert.Equal(TimeOnly.MaxValue, Wire.RoundTrip(TimeOnly.MaxValue));
        Assert.Equal(new TimeOnly(12, 30, 5, 250), Wire.RoundTrip(new TimeOnly(12, 30, 5, 250)));
        Assert.Equal("expected a string of one character (char), but received a string: 'xy'", Wire.ReadError<char>("a27879"));
        Assert.Equal("expected a GUID in a string (Guid), but received a string: 'xy'", Wire.ReadError<Guid>("a27879"));
    }

    [Fact]
    public void A_TimeSpan_is_a_number_of_seconds()
    {
        Assert.Equal("cb3ff8000000000000", Wire.Write(TimeSpan.FromSeconds(1.5)));
        Assert.Equal(TimeSpan.FromMinutes(2), Wire.Read<TimeSpan>("78"));
        Assert.Equal(new TimeSpan(12345678901), Wire.RoundTrip(new TimeSpan(12345678901)));
        Assert.Contains("out of its range", Wire.ReadError<TimeSpan>("cb7e37e43c8800759c"), StringComparison.Ordinal);
        Assert.Contains("out of its range", Wire.ReadError<TimeSpan>("cb7ff8000000000000"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nullable_is_nil_or_the_value()
    {
        Assert.Equal("c0", Wire.Write<int?>(null));
        Assert.Equal("05", Wire.Write<int?>(5));
        Assert.Null(Wire.Read<int?>("c0"));
        Assert.Equal(5, Wire.Read<int?>("05"));
        Assert.Null(Wire.Read<Guid?>("c0"));
        Assert.Null(Wire.Read<DateTime?>("c0"));
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
