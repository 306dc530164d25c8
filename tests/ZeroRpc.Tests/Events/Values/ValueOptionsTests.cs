using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Tests.Events.Values;

public class ValueOptionsTests
{
    [Fact]
    public void Enums_are_numbers_and_names_are_read_too()
    {
        Assert.Equal("02", Wire.Write(DayOfWeek.Tuesday));
        Assert.Equal(DayOfWeek.Tuesday, Wire.Read<DayOfWeek>("02"));
        Assert.Equal(DayOfWeek.Tuesday, Wire.Read<DayOfWeek>("a754756573646179"));
        Assert.Equal(DayOfWeek.Tuesday, Wire.Read<DayOfWeek>("a774756573646179"));
        Assert.Equal("ff", Wire.Write(Small.Minus));
        Assert.Equal(Small.Minus, Wire.RoundTrip(Small.Minus));
    }

    [Fact]
    public void Enums_are_names_by_option_and_numbers_are_read_too()
    {
        var names = new ValueOptions { WriteEnumsAsNames = true };
        Assert.Equal("a754756573646179", Wire.Write(DayOfWeek.Tuesday, names));
        Assert.Equal(DayOfWeek.Tuesday, Wire.Read<DayOfWeek>("02", names));
        Assert.Equal("63", Wire.Write((DayOfWeek)99, names));
        Assert.Equal(FileShare.Read | FileShare.Delete, Wire.RoundTrip(FileShare.Read | FileShare.Delete, names));
    }

    [Theory]
    [InlineData("a3616263", "expected a number or a name of DayOfWeek, but received a string: 'abc'")]
    [InlineData("a132", "expected a number or a name of DayOfWeek, but received a string: '2'")]
    [InlineData("c3", "expected a number or a name of DayOfWeek, but received a bool: true")]
    public void What_is_no_enum_is_refused(string bytes, string error) => Assert.Equal(error, Wire.ReadError<DayOfWeek>(bytes));

    [Fact]
    public void A_number_beyond_the_enums_type_is_refused() =>
        Assert.Equal("expected a number or a name of Small, but received a number out of its range: 300", Wire.ReadError<Small>("cd012c"));

    [Fact]
    public void A_registered_extension_travels_typed_and_untyped()
    {
        ValueOptions options = WithMoney();
        Assert.Equal("d60500000007", Wire.Write(new Money(7), options));
        Assert.Equal("d60500000007", Wire.Write<object>(new Money(7), options));
        Assert.Equal("91d60500000007", Wire.Write(new List<Money> { new(7) }, options));
        Assert.Equal(new Money(7), Wire.Read<Money>("d60500000007", options));
        Assert.Equal(new Money(7), Wire.Read<object>("d60500000007", options));
        Assert.Equal(new Money(7), Wire.Read<Money?>("d60500000007", options));
        Assert.Null(Wire.Read<Money?>("c0", options));
    }

    [Fact]
    public void A_failing_or_foreign_extension_is_a_conversion_error()
    {
        ValueOptions options = WithMoney();
        Assert.Equal("extension 5: its registered reader failed: short", Wire.ReadError<Money>("d40500", options));
        Assert.Equal("extension 5: its registered reader failed: short", Wire.ReadError<object>("d40500", options));
        Assert.Equal("extension 5 (Money): its registered writer failed: debt", Wire.WriteError(new Money(-1), options));
        Assert.Equal("expected extension 5 (Money), but received an extension of type 6", Wire.ReadError<Money>("d40600", options));
        Assert.Equal("expected extension 5 (Money), but received an integer: 1", Wire.ReadError<Money>("01", options));
    }

    [Fact]
    public void An_extension_stands_for_derived_types_too()
    {
        var options = new ValueOptions();
        options.RegisterExtension(9, (IPAddress address) => address.GetAddressBytes(), data => new IPAddress(data.Span));

        // IPAddress.Loopback is of a type derived from IPAddress.
        Assert.Equal("d6097f000001", Wire.Write<object>(IPAddress.Loopback, options));
        Assert.Equal(IPAddress.Loopback, Wire.Read<IPAddress>("d6097f000001", options));
    }

    [Fact]
    public void The_users_resolver_is_asked_first()
    {
        var options = new ValueOptions { Resolver = CompositeResolver.Create(new ShoutingFormatter()) };
        Assert.Equal("a441424321", Wire.Write("abc", options));
        Assert.Equal("91a441424321", Wire.Write(new[] { "abc" }, options));
        Assert.Equal("a441424321", Wire.Write<object>("abc", options));
    }

    [Fact]
    public void Depth_is_bounded_both_ways()
    {
        var options = new ValueOptions { MaxDepth = 3 };
        int[][][] three = [[[1]]];
        int[][][][] four = [three];
        const string Error = "the value is nested deeper than 3 arrays and maps (ValueOptions.MaxDepth)";

        Assert.Equal("91919101", Wire.Write(three, options));
        Assert.NotNull(Wire.Read<object>("91919101", options));
        Assert.EndsWith(Error + "; does it contain itself?", Wire.WriteError(four, options), StringComparison.Ordinal);
        Assert.EndsWith(Error, Wire.ReadError<object>("9191919101", options), StringComparison.Ordinal);
        Assert.EndsWith(Error, Wire.ReadError<int[][][][]>("9191919101", options), StringComparison.Ordinal);
        Assert.EndsWith(Error, Wire.ReadError<object>("81a16181a16181a16180", options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_depth_is_reached_and_not_passed()
    {
        Assert.NotNull(Wire.Read<object>(string.Concat(Enumerable.Repeat("91", 500)) + "c0"));
        string deep = string.Concat(Enumerable.Repeat("91", 10_000)) + "c0";
        Assert.Contains("deeper than 500", Wire.ReadError<object>(deep), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_beyond_the_stack_is_no_danger()
    {
        var options = new ValueOptions { MaxDepth = int.MaxValue };
        object?[] cycle = new object?[1];
        cycle[0] = cycle;
        Assert.Contains("does it contain itself?", Wire.WriteError(cycle, options), StringComparison.Ordinal);
        string deep = string.Concat(Enumerable.Repeat("91", 1_000_000)) + "c0";
        Assert.Contains("nested deeper", Wire.ReadError<object>(deep, options), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_failed_write_the_full_depth_is_there_again()
    {
        var codec = new ValueCodec(new ValueOptions { MaxDepth = 2 });
        for (int i = 0; i < 5; i++)
        {
            Assert.Throws<ValueConversionException>(() => Wire.Write(codec, new object[] { new object[] { new object() } }));
        }

        Assert.Equal("919101", Wire.Write(codec, new object[] { new object[] { 1 } }));
    }

    [Fact]
    public void A_type_known_only_at_run_time_is_read()
    {
        var codec = new ValueCodec(new ValueOptions());
        var reader = new MessagePackReader(new byte[] { 0x92, 1, 2, 0xc0, 5 });
        var values = new List<object?>();
        foreach (Type type in new[] { typeof(int[]), typeof(string), typeof(object) })
        {
            values.Add(codec.Read(ref reader, type));
        }

        Assert.Equal([new[] { 1, 2 }, null, 5L], values);
    }

    [Fact]
    public void Data_cut_short_are_a_conversion_error()
    {
        Assert.Equal("the value cannot be read as int: the data end inside a value", Wire.ReadError<int>("cd01"));
        Assert.Contains("the data end inside a value", Wire.ReadError<string>("a561"), StringComparison.Ordinal);
        Assert.Contains("the data end inside a value", Wire.ReadError<int>(""), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_values_are_written_and_read_without_allocation()
    {
        var codec = new ValueCodec(new ValueOptions());
        var buffer = new ArrayBufferWriter<byte>(1024);
        byte[] five = [5, 0xc3];
        for (int i = 0; i < 2; i++)
        {
            buffer.ResetWrittenCount();
            long before = GC.GetAllocatedBytesForCurrentThread();
            var writer = new MessagePackWriter(buffer);
            codec.Write(ref writer, 5);
            codec.Write(ref writer, "abc");
            codec.Write(ref writer, true);
            writer.Flush();
            var reader = new MessagePackReader(five);
            codec.Read<int>(ref reader);
            codec.Read<bool>(ref reader);
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(i == 0 || taken == 0, $"{taken} bytes");
        }
    }

    private static ValueOptions WithMoney()
    {
        var options = new ValueOptions();
        options.RegisterExtension(5, Pack, data => new Money(data.Length == 4
            ? BinaryPrimitives.ReadInt32BigEndian(data.Span)
            : throw new FormatException("short")));
        return options;
    }

    private static byte[] Pack(Money money)
    {
        byte[] data = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(data, money.Cents >= 0 ? money.Cents : throw new InvalidOperationException("debt"));
        return data;
    }

    private readonly record struct Money(int Cents);

    private enum Small : sbyte
    {
        Minus = -1,
    }

    private sealed class ShoutingFormatter : IMessagePackFormatter<string?>
    {
        public void Serialize(ref MessagePackWriter writer, string? value, MessagePackSerializerOptions options) =>
            writer.Write(value?.ToUpperInvariant() + "!");

        public string? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadString();
    }
}
