using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;

namespace ZeroRpc.Tests.Events.Values;

public class ObjectTests
{
    private static readonly ValueOptions s_snake = new() { KeyNaming = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void A_record_is_a_map_of_its_properties()
    {
        Assert.Equal("82a44e616d65a3426f62a341676505", Wire.Write(new Person("Bob", 5)));
        Assert.Equal(new Person("Bob", 5), Wire.Read<Person>("82a44e616d65a3426f62a341676505"));
        Assert.Equal(new Person("Bob", 5), Wire.Read<Person>("82a341676505a44e616d65a3426f62"));
    }

    [Fact]
    public void A_missing_key_leaves_the_constructors_default() =>
        Assert.Equal(new Person("Bob", 7), Wire.Read<Person>("81a44e616d65a3426f62"));

    [Fact]
    public void An_unknown_key_is_skipped_whatever_its_value()
    {
        Assert.Equal(new Person("Bob", 7), Wire.Read<Person>("83a178 9281a1790191c0 a44e616d65a3426f62 01d40d05"));
        Assert.Equal(
            new Person("Bob", 7),
            Wire.Read<Person>("82a178" + string.Concat(Enumerable.Repeat("91", 100_000)) + "c0" + "a44e616d65a3426f62"));
    }

    [Fact]
    public void A_missing_key_leaves_the_propertys_initial_value()
    {
        Job job = Wire.Read<Job>("81a85072696f7269747901");

        Assert.Equal(1, job.Priority);
        Assert.Equal("new", job.State);
        Assert.Equal([1], job.Tags);
    }

    [Fact]
    public void Init_required_fields_and_setters_of_any_visibility_are_read()
    {
        Job job = Wire.RoundTrip(new Job { Priority = 3, State = "old", Field = 9, Tags = [] });

        Assert.Equal(3, job.Priority);
        Assert.Equal("old", job.State);
        Assert.Equal(9, job.Field);
        Assert.Empty(job.Tags);
        Assert.Equal((5, 6), (Wire.RoundTrip(Job.WithHidden(5)).Hidden, Wire.RoundTrip(Job.WithHidden(6)).Hidden));
        Assert.Equal(3, Wire.Read<Dictionary<string, object?>>(Wire.Write(new Job { Priority = 1 }))["Derived"] is long n ? n : -1);
    }

    [Fact]
    public void Keys_follow_the_policy_and_both_names_are_read()
    {
        Assert.Equal("81aa66697273745f6e616d65a141", Wire.Write(new Named { FirstName = "A" }, s_snake));
        Assert.Equal("A", Wire.Read<Named>("81aa66697273745f6e616d65a141", s_snake).FirstName);
        Assert.Equal("A", Wire.Read<Named>("81a946697273744e616d65a141", s_snake).FirstName);
        Assert.Null(Wire.Read<Named>("81aa66697273745f6e616d65a141").FirstName);
    }

    [Fact]
    public void A_key_that_came_as_bytes_counts() => Assert.Equal("A", Wire.Read<Named>("81c40946697273744e616d65a141").FirstName);

    [Fact]
    public void Attributes_name_and_hide_members()
    {
        Assert.Equal("83a16101a16202a16303", Wire.Write(new Marked { A = 1, B = 2, C = 3, D = 4, E = 5, F = 6 }));
        Marked read = Wire.Read<Marked>("84a16101a16202a16303a14404");
        Assert.Equal((1, 2, 3, 0), (read.A, read.B, read.C, read.D));
    }

    [Fact]
    public void Structs_are_maps_too()
    {
        Assert.Equal("82a15801a15902", Wire.Write(new Point(1, 2)));
        Assert.Equal(new Point(1, 5), Wire.Read<Point>("81a15801"));
        Assert.Equal(new Point(1, 2), Wire.Read<Point?>("82a15801a15902"));
        Assert.Equal(3, Wire.RoundTrip(new Plain { X = 3 }).X);
        Assert.Equal("expected a map (Point), but received nil (None, null)", Wire.ReadError<Point>("c0"));
    }

    [Fact]
    public void An_anonymous_type_is_sent_and_read()
    {
        var sample = new { Id = 1, Name = "a" };
        Assert.Equal("82a2496401a44e616d65a161", Wire.Write(sample));
        Assert.Equal(sample, Wire.RoundTrip(sample));
    }

    [Fact]
    public void Objects_nest_and_may_refer_to_their_own_type()
    {
        var tree = new Tree { Value = 1, Children = [new Tree { Value = 2 }] };
        Tree read = Wire.RoundTrip(tree);
        Assert.Equal(2, Assert.Single(read.Children!).Value);
        Assert.Null(read.Children![0].Children);
    }

    [Fact]
    public void Members_of_type_object_are_untyped()
    {
        Assert.Equal("81a556616c7565920102", Wire.Write(new Box { Value = (1, 2) }));
        Assert.Equal(new object[] { 1L, 2L }, Wire.Read<Box>("81a556616c7565920102").Value);
    }

    [Fact]
    public void Inherited_members_travel_with_the_class()
    {
        Dictionary<string, object?> map = Wire.Read<Dictionary<string, object?>>(Wire.Write(new Child { A = 1, B = 2 }));
        Assert.Equal((1L, 2L), (map["A"], map["B"]));
        Assert.Equal(1, Wire.RoundTrip(new Child { A = 1 }).A);
    }

    [Fact]
    public void An_error_names_the_property()
    {
        Assert.Equal("property 'Age': expected an integer of 32 bits (int), but received a string: 'x'",
            Wire.ReadError<Person>("81a3416765a178"));
        Assert.Equal(
            "property 'Children': item 0: property 'Value': expected an integer of 32 bits (int), but received nil (None, null)",
            Wire.ReadError<Tree>("81a84368696c6472656e9181a556616c7565c0"));
        Assert.Equal("expected a map (Person), but received a string: 'x'", Wire.ReadError<Person>("a178"));
    }

    [Fact]
    public void A_constructor_or_getter_that_throws_is_a_conversion_error()
    {
        Assert.Equal("the value cannot be read as Fussy: no", Wire.ReadError<Fussy>("81a156ff"));
        Assert.StartsWith("a value of type Broken cannot be sent: broken", Wire.WriteError(new Broken()), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_without_a_form_on_the_wire_are_refused_with_the_reason()
    {
        Assert.Contains("it is abstract", Wire.ReadError<IShape>("80"), StringComparison.Ordinal);
        Assert.Contains("it is abstract", Wire.ReadError<Shape>("80"), StringComparison.Ordinal);
        Assert.Contains("it is a delegate", Wire.WriteError<object>((Action)(() => { })), StringComparison.Ordinal);
        Assert.Contains("await it", Wire.WriteError<object>(Task.FromResult(1)), StringComparison.Ordinal);
        Assert.Contains("several dimensions", Wire.WriteError(new int[1, 1]), StringComparison.Ordinal);
        Assert.Contains("a .NET type that has no msgpack encoding", Wire.WriteError<object>(new MemoryStream()), StringComparison.Ordinal);
        Assert.Contains("a .NET type that has no msgpack encoding", Wire.WriteError<object>(typeof(int)), StringComparison.Ordinal);
        Assert.Contains("no public constructor", Wire.ReadError<Closed>("80"), StringComparison.Ordinal);
        Assert.Equal("Twice cannot be sent or read: AB and Ab have the same key 'ab'", Wire.WriteError(new Twice(), s_snake));
    }

    [Fact]
    public void A_type_with_MessagePacks_attributes_follows_those()
    {
        Assert.Equal("9201a161", Wire.Write(new Packed { Id = 1, Name = "a" }));
        Assert.Equal("a", Wire.Read<Packed>("9201a161").Name);
        Assert.StartsWith("the value cannot be read as Packed: ", Wire.ReadError<Packed>("92a161a161"), StringComparison.Ordinal);
        Assert.Equal("9101", Wire.Write(new InternalPacked { Id = 1 }));
    }

    [Fact]
    public void Cycles_are_refused_whatever_the_types()
    {
        var tree = new Tree { Children = [] };
        tree.Children.Add(tree);
        Assert.Contains("does it contain itself?", Wire.WriteError(tree), StringComparison.Ordinal);

        object[] array = new object[1];
        array[0] = array;
        Assert.Contains("does it contain itself?", Wire.WriteError(array), StringComparison.Ordinal);

        var map = new Dictionary<string, object>();
        map["me"] = map;
        Assert.Contains("does it contain itself?", Wire.WriteError(map), StringComparison.Ordinal);

        var packed = new PackedNode();
        packed.Next = packed;
        Assert.Contains("does it contain itself?", Wire.WriteError(packed), StringComparison.Ordinal);
    }

    public sealed record Person(string Name, int Age = 7);

    public readonly record struct Point(int X, int Y = 5);

    public interface IShape;

    public abstract class Shape : IShape;

    public sealed class Square : Shape;

    internal struct Plain
    {
        public int X;
    }

    internal sealed class Job
    {
        public int Field;

        public required int Priority { get; init; }

        public string State { get; set; } = "new";

        public int[] Tags { get; init; } = [1];

        public int Hidden { get; private set; }

        public int Derived => Priority + 2;

        public static Job WithHidden(int value) => new() { Priority = 1, Hidden = value };
    }

    public sealed class Named
    {
        public string? FirstName { get; set; }
    }

    public sealed class Marked
    {
        [JsonPropertyName("a")]
        public int A { get; set; }

        [DataMember(Name = "b")]
        public int B { get; set; }

        [Key("c")]
        public int C { get; set; }

        [JsonIgnore]
        public int D { get; set; }

        [IgnoreMember]
        public int E { get; set; }

        [IgnoreDataMember]
        public int F { get; set; }
    }

    public sealed class Tree
    {
        public int Value { get; set; }

        public List<Tree>? Children { get; set; }
    }

    public sealed class Box
    {
        public object? Value { get; set; }
    }

    public class Parent
    {
        public int A { get; set; }
    }

    public sealed class Child : Parent
    {
        public int B { get; set; }
    }

    public sealed record Fussy
    {
        public Fussy(int v) => V = v < 0 ? throw new ArgumentException("no") : v;

        public int V { get; }
    }

    public sealed class Broken
    {
        public int Value => throw new InvalidOperationException("broken");
    }

    public sealed class Closed
    {
        private Closed()
        {
        }

        public int Value { get; set; }
    }

    internal sealed class Twice
    {
        public int AB { get; set; }

        public int Ab { get; set; }
    }

    [MessagePackObject]
    public sealed class Packed
    {
        [Key(0)]
        public int Id { get; set; }

        [Key(1)]
        public string? Name { get; set; }
    }

    [MessagePackObject]
    public sealed class PackedNode
    {
        [Key(0)]
        public PackedNode? Next { get; set; }
    }

    [MessagePackObject]
    internal sealed class InternalPacked
    {
        [Key(0)]
        public int Id { get; set; }
    }
}
