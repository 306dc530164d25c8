using System.Text.Json.Serialization;

namespace ZeroRpc.Tests.Server.Binding;

public class OverloadTests
{
    private static readonly Bound s_math = Bound.Static(typeof(Math));
    private static readonly Bound s_choices = Bound.Service(new Choices());

    public static TheoryData<object, object, object> Maxima => new()
    {
        { 3, 5, 5 },
        { 3, 5.5, 5.5 },
        { 3, 5.0, 5.0 },
        { 3.5f, 2, 3.5f },
        { 3, 5_000_000_000L, 5_000_000_000L },
        { 3, 3_000_000_000L, 3_000_000_000u },
        { -1, 3_000_000_000L, 3_000_000_000L },
        { 3_000_000_000L, 3_000_000_001L, 3_000_000_001u },
        { 3, ulong.MaxValue, ulong.MaxValue },
        { -3, ulong.MaxValue, (float)ulong.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Maxima))]
    public async Task Math_Max_is_the_one_that_CSharp_takes_for_such_literals(object left, object right, object max)
    {
        object? answer = await s_math.Call("Max", left, right);

        Assert.Equal(max, answer);
        Assert.IsType(max.GetType(), answer);
    }

    [Theory]
    [InlineData("Abs", -3, 3)]
    [InlineData("Abs", -3.5, 3.5)]
    [InlineData("Abs", -5_000_000_000L, 5_000_000_000L)]
    [InlineData("Round", 2.6, 3.0)]
    [InlineData("Sign", -2.5, -1)]
    public async Task Other_overloads_of_Math(string method, object argument, object answer) =>
        Assert.Equal(answer, await s_math.Call(method, argument));

    [Fact]
    public async Task The_number_of_arguments_comes_first() => Assert.Equal(2.35, await s_math.Call("Round", 2.345678, 2));

    [Theory]
    [InlineData(3, "int")]
    [InlineData(3_000_000_000L, "uint")]
    [InlineData(5_000_000_000L, "long")]
    [InlineData(ulong.MaxValue, "ulong")]
    [InlineData(3.5, "double")]
    [InlineData(3.5f, "float")]
    [InlineData(3.0, "double")]
    [InlineData("text", "string")]
    [InlineData("x", "string")]
    [InlineData(true, "bool")]
    [InlineData(null, "string")]
    public async Task One_argument_of_each_kind(object? argument, string overload) =>
        Assert.Equal(overload, await s_choices.Call("Scalar", argument));

    [Fact]
    public async Task Bytes_arrays_maps_and_times_find_theirs()
    {
        Assert.Equal("bytes", await s_choices.Call("Shape", (object)"ab"u8.ToArray()));
        Assert.Equal("int[]", await s_choices.Call("Shape", (object)new object?[] { 1, 2 }));
        Assert.Equal("double[]", await s_choices.Call("Shape", (object)new object?[] { 1, 2.5 }));
        Assert.Equal("string[]", await s_choices.Call("Shape", (object)new object?[] { "a" }));
        Assert.Equal("(int, string)", await s_choices.Call("Shape", (object)new object?[] { 1, "a" }));
        Assert.Equal("dictionary", await s_choices.Call("Shape", new Dictionary<string, object?> { ["a"] = 1 }));
        Assert.Equal("time", await s_choices.Call("Shape", DateTime.UnixEpoch));
        Assert.Equal("object", await s_choices.Call("Shape", 1));
    }

    [Theory]
    [InlineData("2024-02-29", "date")]
    [InlineData("23:59:59", "time of day")]
    [InlineData("2024-02-29T23:59:59Z", "time")]
    [InlineData("1 day, 0:00:00", "duration")]
    [InlineData(1.5, "duration")]
    public async Task A_date_with_a_time_goes_to_the_type_that_keeps_both(object argument, string overload) =>
        Assert.Equal(overload, await s_choices.Call("When", argument));

    [Fact]
    public async Task A_number_is_a_time_only_where_nothing_else_takes_it() => Assert.Equal("long", await s_choices.Call("Since", 1));

    [Theory]
    [InlineData(1, "enum")]
    [InlineData("Friday", "enum")]
    public async Task Enums_take_numbers_and_names_where_nothing_nearer_does(object argument, string overload) =>
        Assert.Equal(overload, await s_choices.Call("Rare", argument));

    [Fact]
    public async Task A_map_goes_to_a_class_and_a_character_to_a_char()
    {
        Assert.Equal("point", await s_choices.Call("Rare", new Dictionary<string, object?> { ["X"] = 1 }));
        Assert.Equal("char", await s_choices.Call("Rare", "x"));
    }

    [Theory]
    [InlineData(3.0, "int")]
    [InlineData(3_000_000_000.0, "long")]
    [InlineData("a", "string")]
    public async Task A_float_without_a_fraction_is_an_integer_where_no_overload_takes_floats(object? argument, string overload) =>
        Assert.Equal(overload, await s_choices.Call("Node", argument));

    [Fact]
    public async Task The_smallest_type_that_holds_an_integer_is_nearer_than_a_wider_one()
    {
        Assert.Equal("short", await s_choices.Call("Narrow", 300));
        Assert.Equal("long", await s_choices.Call("Narrow", 70_000));
    }

    [Fact]
    public async Task Ties_go_to_the_one_without_params_then_fewer_defaults()
    {
        Assert.Equal("plain", await s_choices.Call("Rest", 1));
        Assert.Equal("params", await s_choices.Call("Rest", 1, 2));
        Assert.Equal("short form", await s_choices.Call("Defaults", 1));
        Assert.Equal("long form", await s_choices.Call("Defaults", 1, 2));
    }

    [Fact]
    public async Task A_tie_that_remains_is_a_fault()
    {
        Assert.Equal(
            "TypeError: Same() has several overloads that match (int 1) equally; its overloads are: Same(int n, DayOfWeek day = Friday); " +
            "Same(int n, Color color = Red)",
            await s_choices.Fault("Same", 1));
        Assert.StartsWith("TypeError: Node() has several", await s_choices.Fault("Node", (object?)null), StringComparison.Ordinal);
        Assert.StartsWith(
            "TypeError: Shape() has several", await s_choices.Fault("Shape", (object)Array.Empty<object?>()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", "a")]
    [InlineData("B", "b")]
    [InlineData("A,B", "a and b")]
    [InlineData("A,C", "map")]
    public async Task A_map_goes_to_the_class_whose_members_are_its_keys(string keys, string overload) => Assert.Equal(
        overload, await s_choices.Call("Maps", keys.Split(',').ToDictionary(key => key, _ => (object?)1)));

    [Theory]
    [InlineData("2024-02-29", "date")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef", "guid")]
    public async Task A_text_goes_to_the_type_that_can_read_it(string text, string overload) =>
        Assert.Equal(overload, await s_choices.Call("Texts", text));

    [Fact]
    public async Task Dictionaries_are_chosen_by_their_entries()
    {
        Assert.Equal("texts", await s_choices.Call("Entries", new Dictionary<string, object?> { ["a"] = "b" }));
        Assert.Equal("numbers", await s_choices.Call("Entries", new Dictionary<string, object?> { ["a"] = 1 }));
    }

    [Fact]
    public async Task Two_methods_under_one_name_are_overloads()
    {
        Assert.Equal("sync", await s_choices.Call("Merged", 1));
        Assert.Equal("async", await s_choices.Call("Merged", "a"));
    }

    [Fact]
    public async Task Where_none_fits_the_fault_lists_what_came_and_the_candidates() => Assert.Equal(
        "TypeError: Merged() has no overload for (bin of 2 bytes); its overloads are: Merged(int n); Merged(string text)",
        await s_choices.Fault("Merged", (object)"ab"u8.ToArray()));

    [Fact]
    public async Task A_self_containing_sequence_type_is_judged_without_end() =>
        Assert.Equal("tree", await s_choices.Call("Nested", (object)new object?[] { new object?[] { Array.Empty<object?>() } }));

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public async Task Nesting_of_any_depth_is_judged_and_refused_without_harm(int depth)
    {
        byte[] args = [.. Enumerable.Repeat((byte)0x91, depth), 0xc0];

        await Assert.ThrowsAsync<RemoteException>(() => s_choices.ReplyToBytes("Nested", args));
        await Assert.ThrowsAsync<RemoteException>(() => s_choices.ReplyToBytes("Merged", args));
    }

    private enum Color
    {
        Red,
    }

    private sealed class Choices
    {
        public string Scalar(int n) => "int";

        public string Scalar(uint n) => "uint";

        public string Scalar(long n) => "long";

        public string Scalar(ulong n) => "ulong";

        public string Scalar(float n) => "float";

        public string Scalar(double n) => "double";

        public string Scalar(decimal n) => "decimal";

        public string Scalar(string text) => "string";

        public string Scalar(char character) => "char";

        public string Scalar(bool flag) => "bool";

        public string Scalar(object any) => "object";

        public string Shape(object any) => "object";

        public string Shape(byte[] bytes) => "bytes";

        public string Shape(int[] numbers) => "int[]";

        public string Shape(double[] numbers) => "double[]";

        public string Shape(string[] texts) => "string[]";

        public string Shape((int, string) pair) => "(int, string)";

        public string Shape(Dictionary<string, int> map) => "dictionary";

        public string Shape(DateTime time) => "time";

        public string When(DateTime time) => "time";

        public string When(DateOnly date) => "date";

        public string When(TimeOnly time) => "time of day";

        public string When(TimeSpan duration) => "duration";

        public string Since(DateTime time) => "time";

        public string Since(long number) => "long";

        public string Rare(DayOfWeek day) => "enum";

        public string Rare(Point point) => "point";

        public string Rare(char character) => "char";

        public string Node(int? n) => "int?";

        public string Node(int n) => "int";

        public string Node(long n) => "long";

        public string Node(string text) => "string";

        public string Narrow(long n) => "long";

        public string Narrow(short n) => "short";

        public string Rest(params int[] all) => "params";

        public string Rest(int n) => "plain";

        public string Defaults(int n, int more = 1) => "long form";

        public string Defaults(int n) => "short form";

        public string Same(int n, DayOfWeek day = DayOfWeek.Friday) => "first";

        public string Same(int n, Color color = Color.Red) => "second";

        public string Maps(A a) => "a";

        public string Maps(B b) => "b";

        public string Maps(AAndB both) => "a and b";

        public string Maps(Dictionary<string, int> map) => "map";

        public string Texts(DateOnly date) => "date";

        public string Texts(Guid guid) => "guid";

        public string Entries(Dictionary<string, int> numbers) => "numbers";

        public string Entries(Dictionary<string, string> texts) => "texts";

        public string Merged(int n) => "sync";

        public Task<string> MergedAsync(string text) => Task.FromResult("async");

        public string Nested(Tree tree) => "tree";

        public string Nested(int[] numbers) => "int[]";
    }

    private sealed record Point(int X);

    private sealed record A
    {
        [JsonPropertyName("A")]
        public int Number { get; set; }
    }

    private sealed record B
    {
        [JsonPropertyName("B")]
        public int Number { get; set; }
    }

    private sealed record AAndB
    {
        [JsonPropertyName("A")]
        public int First { get; set; }

        [JsonPropertyName("B")]
        public int Second { get; set; }
    }

    private sealed class Tree : List<Tree>;
}
