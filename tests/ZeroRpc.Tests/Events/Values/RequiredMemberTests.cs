using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace ZeroRpc.Tests.Events.Values;

public class RequiredMemberTests
{
    private static readonly ValueOptions s_lenient = new() { AllowMissingMembers = true };

    [Fact]
    public void A_map_without_required_members_is_refused_by_their_keys()
    {
        Assert.Equal(
            "the map lacks the keys 'Name', 'Age', which Required requires " +
            "(give the member a default value, make it nullable, or set ValueOptions.AllowMissingMembers)",
            Wire.ReadError<Required>("80"));
        Assert.StartsWith("the map lacks the key 'Age', which", Wire.ReadError<Required>(NameOnly), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_without_a_constructor_parameter_that_accepts_no_null_is_refused()
    {
        Assert.StartsWith("the map lacks the keys 'Name', 'Age', which Point", Wire.ReadError<Point>("80"), StringComparison.Ordinal);
        Assert.StartsWith("the map lacks the key 'Value', which Only", Wire.ReadError<Only>("80"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nullable_and_optional_parameters_are_not_required() =>
        Assert.Equal(new Lenient(null, null, 7), Wire.Read<Lenient>("80"));

    [Fact]
    public void A_parameter_of_a_type_parameter_is_required_only_if_it_is_a_value()
    {
        Assert.Null(Wire.Read<Page<string>>("80").Item);
        Assert.Contains("'Item'", Wire.ReadError<Page<int>>("80"), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_of_code_without_annotations_accept_null() => Assert.Null(Wire.Read<Oblivious>("80").Name);

    [Fact]
    public void Attributes_require_too() =>
        Assert.StartsWith("the map lacks the keys 'A', 'B', which Marked", Wire.ReadError<Marked>("80"), StringComparison.Ordinal);

    [Fact]
    public void A_constructor_that_sets_the_required_members_needs_no_keys() => Assert.Equal("own", Wire.Read<SetsItself>("80").Name);

    [Fact]
    public void An_option_gives_missing_members_the_default_of_their_type()
    {
        Assert.Equal(new Point(null!, 0), Wire.Read<Point>("80", s_lenient));
        Assert.Null(Wire.Read<Required>("80", s_lenient).Name);
    }

    [Fact]
    public void A_key_with_nil_is_not_missing() => Assert.Null(Wire.Read<Point>("82a44e616d65c0a34167650a").Name);

    [Fact]
    public void The_error_of_an_item_says_where_it_is() =>
        Assert.StartsWith("item 1: the map lacks the key 'Age'", Wire.ReadError<Required[]>($"92{Both}{NameOnly}"), StringComparison.Ordinal);

    private const string NameOnly = "81a44e616d65a3426f62";
    private const string Both = "82a44e616d65a3426f62a34167650a";

    public sealed class Required
    {
        public required string Name { get; init; }

        public required int Age { get; init; }

        public string Note { get; init; } = "";
    }

    public sealed record Point(string Name, int Age);

    public readonly record struct Only(int Value);

    public sealed record Lenient(string? Name, int? Age, int Size = 7);

    public sealed record Page<T>(T Item);

#nullable disable
    public sealed record Oblivious(string Name);
#nullable restore

    public sealed class Marked
    {
        [JsonRequired]
        public int A { get; set; }

        [DataMember(IsRequired = true)]
        public int B { get; set; }
    }

    public sealed class SetsItself
    {
        [SetsRequiredMembers]
        public SetsItself() => Name = "own";

        public required string Name { get; set; }
    }
}
