using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace ZeroRpc.Tests.Events.Values;

/// <summary>What is written of an object can be read, or its type is refused.</summary>
public class ReadableTests
{
    [Fact]
    public void Setters_of_any_visibility_are_used()
    {
        var sent = new Setters(1, 2, 3) { Initialized = 4 };

        Setters read = Wire.RoundTrip(sent);

        Assert.Equal((1, 2, 3, 4), (read.Private, read.Internal, read.Protected, read.Initialized));
    }

    [Fact]
    public void A_private_setter_of_a_base_class_is_used() => Assert.Equal(7, Wire.RoundTrip(DerivedEntity.Of(7)).Id);

    [Fact]
    public void A_collection_without_a_setter_is_filled()
    {
        var sent = new Order { Lines = { "a", "b" }, Prices = { ["a"] = 1 }, Tags = { "x" } };
        sent.Add("note");

        Order read = Wire.RoundTrip(sent);

        Assert.Equal(["a", "b"], read.Lines);
        Assert.Equal(1, read.Prices["A"]);
        Assert.Equal(["x"], read.Tags);
        Assert.Equal(["note"], read.Notes);
        Assert.Equal(["note"], read.Copy);
    }

    [Fact]
    public void A_filled_collection_holds_what_came_and_nothing_else()
    {
        Assert.Equal(["new"], Wire.Read<Preset>("81a454616773 91a36e6577").Tags);
        Assert.Equal(["default"], Wire.Read<Preset>("80").Tags);
        Assert.Equal(["default"], Wire.Read<Preset>("81a454616773c0").Tags);
    }

    [Fact]
    public void A_collection_that_cannot_be_filled_is_an_error() => Assert.Equal(
        "property 'Tags' can be sent but not read: it has no setter, and its value is not a collection that can be filled",
        Wire.ReadError<Frozen>(Wire.Write(new Frozen())));

    [Fact]
    public void A_computed_property_is_sent_and_what_comes_for_it_is_skipped()
    {
        Assert.Contains("46756c6c", Wire.Write(new Name { First = "A", Last = "B" }), StringComparison.Ordinal);
        Assert.Equal("A B", Wire.RoundTrip(new Name { First = "A", Last = "B" }).Full);
    }

    [Fact]
    public void A_read_only_member_is_set_by_the_constructor()
    {
        ReadOnlyMembers read = Wire.RoundTrip(new ReadOnlyMembers(1, "a"));

        Assert.Equal((1, "a"), (read.Field, read.Property));
    }

    [Fact]
    public void A_member_that_would_be_lost_refuses_the_type()
    {
        const string Rest = " has no setter, and its constructor no parameter of that name and type (give it either, or [JsonIgnore])";

        Assert.Equal("LostProperty can be sent but not read: its property 'Id'" + Rest, Wire.ReadError<LostProperty>("80"));
        Assert.Equal("LostField can be sent but not read: its field 'Id'" + Rest, Wire.ReadError<LostField>("80"));
        Assert.Equal("LostArray can be sent but not read: its property 'Items'" + Rest, Wire.ReadError<LostArray>("80"));
        Assert.Equal(
            "OtherConstructor can be sent but not read: its property 'Id'" + Rest, Wire.ReadError<OtherConstructor>("80"));
        Assert.Equal("Opaque can be sent but not read: none of its members can be set", Wire.ReadError<Opaque>("80"));
    }

    [Fact]
    public void The_constructor_is_the_one_that_System_Text_Json_takes()
    {
        Assert.Equal("empty", Wire.Read<TwoConstructors>("81a14101").Made);
        Assert.Equal("marked", Wire.Read<MarkedConstructor>("81a14101").Made);
        Assert.Equal(1, Wire.Read<MarkedConstructor>("81a14101").A);
        Assert.Equal(1, Wire.Read<PrivateConstructor>("81a14101").A);
        Assert.Equal(1, Wire.Read<Lone>("81a14101").A);
        Assert.Equal((1, 0), (Wire.Read<Pair>("81a14101").A, Wire.Read<Pair>("81a14101").B));
    }

    [Fact]
    public void A_type_without_a_constructor_to_choose_is_refused()
    {
        Assert.Equal(
            "Several can be sent but not read: it has several public constructors, all with parameters (put [JsonConstructor] on the constructor to use)",
            Wire.ReadError<Several>("80"));
        Assert.Equal(
            "Closed can be sent but not read: it has no public constructor (put [JsonConstructor] on a private constructor)",
            Wire.ReadError<Closed>("80"));
        Assert.Equal(
            "Unmatched can be sent but not read: the parameter 'other' of its constructor has neither a default value nor a member of its " +
            "name and type",
            Wire.ReadError<Unmatched>("80"));
    }

    [Fact]
    public void A_value_is_written_as_its_run_time_type_says_wherever_it_stands()
    {
        const string Written = "82a45369646502a5436f6c6f72a3726564";
        var value = new Square { Side = 2, Color = "red" };

        Assert.Equal(Written, Wire.Write<object>(value));
        Assert.Equal(Written, Wire.Write<Shape>(value));
        Assert.Equal(Written, Wire.Write<IShape>(value));
        Assert.Equal("91" + Written, Wire.Write<Shape[]>([value]));
        Assert.Equal("81a55368617065" + Written, Wire.Write(new Holder { Shape = value }));
        Assert.Equal("81a5436f6c6f72a3726564", Wire.Write(new Shape { Color = "red" }));
        Assert.Equal("c0", Wire.Write<IShape?>(null));
    }

    [Fact]
    public void A_derived_value_is_read_as_the_type_asked_for()
    {
        string square = Wire.Write<Shape>(new Square { Side = 2, Color = "red" });

        Assert.Equal("red", Wire.Read<Shape>(square).Color);
        Assert.Equal(2, Wire.Read<Square>(square).Side);
        Assert.Contains("it is abstract, and msgpack does not name the class", Wire.ReadError<IShape>(square), StringComparison.Ordinal);
    }

    public class Setters
    {
        public Setters()
        {
        }

        public Setters(int one, int two, int three) => (Private, Internal, Protected) = (one, two, three);

        public int Private { get; private set; }

        public int Internal { get; internal set; }

        public int Protected { get; protected set; }

        public int Initialized { get; init; }
    }

    public class Entity
    {
        public int Id { get; private set; }

        protected void Set(int id) => Id = id;
    }

    public sealed class DerivedEntity : Entity
    {
        public static DerivedEntity Of(int id)
        {
            var made = new DerivedEntity();
            made.Set(id);
            return made;
        }
    }

    public sealed class Order
    {
        private readonly List<string> _notes = [];

        public List<string> Lines { get; } = [];

        public Dictionary<string, int> Prices { get; } = new(StringComparer.OrdinalIgnoreCase);

        public ISet<string> Tags { get; } = new HashSet<string>();

        public IReadOnlyList<string> Notes => _notes;

        public List<string> Copy => [.. _notes];

        public void Add(string note) => _notes.Add(note);
    }

    public sealed class Preset
    {
        public Collection<string> Tags { get; } = ["default"];
    }

    public sealed class Frozen
    {
        public IReadOnlyList<string> Tags { get; } = new ReadOnlyCollection<string>(["a"]);
    }

    public sealed class Name
    {
        public string? First { get; set; }

        public string? Last { get; set; }

        public string Full => $"{First} {Last}";
    }

    internal sealed class ReadOnlyMembers(int field, string property)
    {
        public readonly int Field = field;

        public string Property { get; } = property;
    }

    public sealed class LostProperty
    {
        public Guid Id { get; } = Guid.NewGuid();

        public string? Note { get; set; }
    }

    internal sealed class LostField
    {
        public readonly int Id = 1;

        public string? Note { get; set; }
    }

    public sealed class LostArray
    {
        public string[] Items { get; } = [];

        public string? Note { get; set; }
    }

    public sealed class OtherConstructor
    {
        public OtherConstructor()
        {
        }

        public OtherConstructor(int id) => Id = id;

        public int Id { get; }
    }

    public readonly struct Opaque
    {
        private readonly int _value;

        private Opaque(int value) => _value = value;

        public int Value => _value;

        public static Opaque Of(int value) => new(value);
    }

    public sealed class TwoConstructors
    {
        public TwoConstructors() => Made = "empty";

        public TwoConstructors(int a) => (A, Made) = (a, "full");

        public int A { get; set; }

        [JsonIgnore]
        public string Made { get; }
    }

    public sealed class MarkedConstructor
    {
        public MarkedConstructor() => Made = "empty";

        [JsonConstructor]
        public MarkedConstructor(int a) => (A, Made) = (a, "marked");

        public int A { get; }

        [JsonIgnore]
        public string Made { get; }
    }

    public sealed class PrivateConstructor
    {
        [JsonConstructor]
        private PrivateConstructor(int a) => A = a;

        public int A { get; }
    }

    public sealed class Lone(int a)
    {
        public int A { get; } = a;
    }

    public struct Pair
    {
        public int A { get; set; }

        public int B { get; set; }
    }

    public sealed class Several
    {
        public Several(int a) => A = a;

        public Several(string a) => A = a.Length;

        public int A { get; }
    }

    public sealed class Closed
    {
        private Closed()
        {
        }

        public int A { get; set; }
    }

    public sealed class Unmatched(int other)
    {
        public int A { get; set; } = other;
    }

    public interface IShape;

    public class Shape : IShape
    {
        public string? Color { get; set; }
    }

    public sealed class Square : Shape
    {
        public int Side { get; set; }
    }

    public sealed class Holder
    {
        public Shape? Shape { get; set; }
    }
}
