using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Events.Values;

public class UntypedTests
{
    [Theory]
    [InlineData("00", 0L)]
    [InlineData("cc00", 0L)]
    [InlineData("cd0001", 1L)]
    [InlineData("ce00000001", 1L)]
    [InlineData("cf0000000000000001", 1L)]
    [InlineData("d0ff", -1L)]
    [InlineData("d1ffff", -1L)]
    [InlineData("d2ffffffff", -1L)]
    [InlineData("d3ffffffffffffffff", -1L)]
    [InlineData("cf7fffffffffffffff", long.MaxValue)]
    [InlineData("cfffffffffffffffff", ulong.MaxValue)]
    [InlineData("cf8000000000000000", 9223372036854775808UL)]
    [InlineData("c2", false)]
    [InlineData("c3", true)]
    [InlineData("ca3fc00000", 1.5)]
    [InlineData("cb3ff8000000000000", 1.5)]
    [InlineData("a3616263", "abc")]
    [InlineData("d903616263", "abc")]
    public void A_plain_value_has_one_type_whatever_its_size_on_the_wire(string bytes, object value) =>
        Assert.Equal(value, Wire.Read<object>(bytes));

    [Fact]
    public void Nil_is_null() => Assert.Null(Wire.Read<object?>("c0"));

    [Fact]
    public void Bin_is_bytes() => Assert.Equal([1, 2], Assert.IsType<byte[]>(Wire.Read<object>("c4020102")));

    [Fact]
    public void An_array_is_an_array_of_objects() =>
        Assert.Equal([1L, null, "a"], Assert.IsType<object?[]>(Wire.Read<object>("9301c0a161")));

    [Fact]
    public void A_map_of_strings_has_string_keys()
    {
        var map = Assert.IsType<Dictionary<string, object?>>(Wire.Read<object>("82a16101a162c0"));
        Assert.Equal(1L, map["a"]);
        Assert.Null(map["b"]);
        Assert.IsType<Dictionary<string, object?>>(Wire.Read<object>("80"));
    }

    [Fact]
    public void A_map_with_any_other_key_has_object_keys()
    {
        var map = Assert.IsType<Dictionary<object, object?>>(Wire.Read<object>("84a16101 02a162 c40103c3 920102c2"));
        Assert.Equal(1L, map["a"]);
        Assert.Equal("b", map[2L]);
        Assert.Equal("b", map[2]);
        Assert.Equal(true, map[new byte[] { 3 }]);
        Assert.Equal(false, map[new object?[] { 1L, 2L }]);
    }

    [Fact]
    public void The_last_of_equal_keys_wins()
    {
        Assert.Equal(2L, Assert.IsType<Dictionary<string, object?>>(Wire.Read<object>("82a16101a16102"))["a"]);
        Assert.Equal(2L, Assert.IsType<Dictionary<object, object?>>(Wire.Read<object>("8201010102"))[1L]);
        Assert.Equal(2, Wire.Read<Dictionary<string, int>>("82a16101a16102")["a"]);
    }

    [Fact]
    public void A_nil_key_is_refused() =>
        Assert.Equal("a map has the key nil (None, null), which a .NET dictionary cannot hold", Wire.ReadError<object>("81c001"));

    [Fact]
    public void An_unknown_extension_is_kept_as_it_came()
    {
        object value = Wire.Read<object>("d40d05");

        Assert.Equal(new ExtensionValue(13, new byte[] { 5 }), value);
        Assert.Equal("d40d05", Wire.Write(value));
        Assert.Equal(value, Wire.Read<ExtensionValue>("d40d05"));
    }

    [Fact]
    public void A_value_is_written_by_its_runtime_type()
    {
        Assert.Equal("c0", Wire.Write<object?>(null));
        Assert.Equal("93 01 a161 c40102".Replace(" ", ""), Wire.Write<object>(new object[] { 1, "a", new byte[] { 2 } }));
        Assert.Equal("920102", Wire.Write<object>(new List<object> { (byte)1, 2UL }));
        Assert.Equal("920102", Wire.Write<object>(Enumerable.Range(1, 2).Select(i => i)));
        Assert.Equal("9201a161", Wire.Write<object>((1, "a")));
        Assert.Equal("9201a161", Wire.Write<object>(Tuple.Create(1, "a")));
        Assert.Equal("82a161 01 a162 92c0c3".Replace(" ", ""), Wire.Write<object>(new { a = 1, b = new object?[] { null, true } }));
        Assert.Equal("8101a161", Wire.Write<object>(new Dictionary<int, string> { [1] = "a" }));
        Assert.Equal("81a16101", Wire.Write<object>(new System.Collections.Hashtable { ["a"] = 1 }));
        Assert.Equal("02", Wire.Write<object>(DayOfWeek.Tuesday));
        Assert.Equal("81a14e02", Wire.Write<object>(new { N = (int?)2 }));
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("93c2c3c0")]
    [InlineData("94 00 7f cc80 cd0100")]
    [InlineData("94 ff e0 d0df d1ff7f")]
    [InlineData("92 cf7fffffffffffffff cfffffffffffffffff")]
    [InlineData("92 cb3ff8000000000000 cb7ff0000000000000")]
    [InlineData("93 a0 a3e29883 c403e29883")]
    [InlineData("92 90 80")]
    [InlineData("82 a161 81a162c0 a163 91 c400")]
    [InlineData("83 01a161 c40101a162 a163c0")]
    [InlineData("93 d6ff65e078c8 d40d05 c70305010203")]
    public void What_Python_sent_is_sent_back_in_the_same_bytes(string bytes) =>
        Assert.Equal(bytes.Replace(" ", "", StringComparison.Ordinal), Wire.Write(Wire.Read<object?>(bytes)));

    [Fact]
    public void Random_values_come_back_in_the_same_bytes()
    {
        var random = new Random(20240229);
        var codec = new ValueCodec(new ValueOptions());
        for (int i = 0; i < 2_000; i++)
        {
            string bytes = Wire.Write(codec, RandomValue(random, 4));
            Assert.Equal(bytes, Wire.Write(codec, Wire.Read<object?>(codec, bytes)));
        }
    }

    [Fact]
    public void A_bare_object_is_refused() =>
        Assert.Equal("an instance of System.Object has no content to send", Wire.WriteError(new object()));

    private static object? RandomValue(Random random, int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        3 => ulong.MaxValue - (ulong)random.Next(1000),
        4 => random.NextDouble(),
        5 => new string((char)random.Next(32, 0xd800), random.Next(70)),
        6 => new byte[random.Next(300)],
        7 => new ExtensionValue((sbyte)random.Next(0, 128), new byte[random.Next(20)]),
        8 => Enumerable.Range(0, random.Next(20)).Select(_ => RandomValue(random, depth - 1)).ToList(),
        9 => Enumerable.Range(0, random.Next(20)).ToDictionary(i => $"key {i}", _ => RandomValue(random, depth - 1)),
        _ => Enumerable.Range(0, random.Next(5)).ToDictionary(i => (object)(i - 2), _ => RandomValue(random, depth - 1)),
    };
}
