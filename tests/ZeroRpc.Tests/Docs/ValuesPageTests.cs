using MessagePack;

namespace ZeroRpc.Tests.Docs;

/// <summary>The values table of docs/values.md, row by row: how a value travels, and what it is when nobody asks for a type.</summary>
public sealed class ValuesPageTests
{
    private enum Colour
    {
        Red,
    }

    /// <summary>The beginnings of the table's cells, and values of that row.</summary>
    public static TheoryData<string, object?[]> Rows => new()
    {
        { "null | nil | null", [null] },
        { "bool | bool | bool", [true, false] },
        { "int, long and all integer types | int | long", [(sbyte)1, 2, -3L, (ushort)4, ulong.MaxValue] },
        { "double | float 64 | double", [1.5] },
        { "float | float 32 | double", [1.5f] },
        { "decimal | str | string", [1.10m] },
        { "string, Guid, Uri, DateOnly | str | string", ["s", Guid.Empty, new Uri("https://a.example/"), new DateOnly(2020, 1, 2)] },
        { "byte[] | bin | byte[]", [new byte[] { 1 }] },
        { "TimeSpan | float 64 | double", [TimeSpan.FromSeconds(1.5)] },
        { "DateTime, DateTimeOffset | timestamp | DateTime", [DateTime.UnixEpoch, DateTimeOffset.UnixEpoch] },
        { "arrays, lists, sets, tuples | array | object[]", [new[] { 1 }, new List<int> { 1 }, new HashSet<int> { 1 }, (1, "two")] },
        { "dictionaries | map | Dictionary<string, object>", [new Dictionary<string, int> { ["a"] = 1 }] },
        { "classes, records, structs | map | Dictionary<string, object>", [new Version("x"), new Pair { Left = 1 }] },
        { "enums | int | long", [Colour.Red] },
        { "ExtensionValue | any other extension | ExtensionValue", [new ExtensionValue(5, new byte[] { 1 })] },
    };

    [Fact]
    public void The_rows_are_the_tables()
    {
        string[][] shown = Markdown.Read("docs/values.md").Table("C#");

        Assert.Equal(Rows.Count, shown.Length);
        Assert.All(Rows.Zip(shown), pair => Assert.All(
            pair.First.Data.Item1.Split(" | ").Zip(pair.Second),
            cell => Assert.StartsWith(cell.First, cell.Second, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values_travel_as_the_table_says(string row, object?[] values)
    {
        string[] cells = row.Split(" | ");

        Assert.All(values, value =>
        {
            string encoded = Events.Values.Wire.Write(value);
            Assert.Equal(cells[1], WireName(Convert.FromHexString(encoded)));
            object? read = Events.Values.Wire.Read<object?>(encoded);
            Assert.Equal(value is ulong ? "ulong" : cells[2], TypeName(read));
        });
    }

    private static string WireName(byte[] encoded) => encoded[0] switch
    {
        MessagePackCode.Float32 => "float 32",
        MessagePackCode.Float64 => "float 64",
        byte code => MessagePackCode.ToMessagePackType(code) switch
        {
            MessagePackType.Nil => "nil",
            MessagePackType.Boolean => "bool",
            MessagePackType.Integer => "int",
            MessagePackType.String => "str",
            MessagePackType.Binary => "bin",
            MessagePackType.Array => "array",
            MessagePackType.Map => "map",
            _ => new MessagePackReader(encoded).ReadExtensionFormatHeader().TypeCode == -1 ? "timestamp" : "any other extension",
        },
    };

    private static string TypeName(object? value) => value switch
    {
        null => "null",
        bool => "bool",
        long => "long",
        ulong => "ulong",
        double => "double",
        string => "string",
        byte[] => "byte[]",
        object?[] => "object[]",
        Dictionary<string, object?> => "Dictionary<string, object>",
        _ => value.GetType().Name,
    };

    public sealed record Version(string Name);

    public struct Pair
    {
        public int Left { get; set; }
    }
}
