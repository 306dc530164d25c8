using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ZeroRpc.Tests.Events.Values;

public class CollectionTests
{
    private const string OneTwo = "920102";

    [Fact]
    public void Every_sequence_is_an_array()
    {
        int[] items = [1, 2];
        Assert.Equal(OneTwo, Wire.Write(items));
        Assert.Equal(OneTwo, Wire.Write(items.ToList()));
        Assert.Equal(OneTwo, Wire.Write<IEnumerable<int>>(items.Where(_ => true)));
        Assert.Equal(OneTwo, Wire.Write<IReadOnlyList<int>>(items));
        Assert.Equal(OneTwo, Wire.Write(new Queue<int>(items)));
        Assert.Equal(OneTwo, Wire.Write(new ArrayList(items)));
        Assert.Equal(OneTwo, Wire.Write<IEnumerable>(items));
        Assert.Equal("90", Wire.Write(new List<string>()));
        Assert.Equal("c0", Wire.Write<List<string>?>(null));
    }

    [Fact]
    public void Every_usual_sequence_is_read()
    {
        Assert.Equal([1, 2], Wire.Read<int[]>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<List<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<IList<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<ICollection<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<IReadOnlyList<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<IReadOnlyCollection<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<IEnumerable<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<HashSet<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<ISet<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<SortedSet<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<Queue<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<LinkedList<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<Collection<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<ConcurrentQueue<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<ImmutableArray<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<ImmutableList<int>>(OneTwo));
        Assert.Equal([1, 2], Wire.Read<Numbers>(OneTwo));
        Assert.Equal([1L, 2L], Wire.Read<IEnumerable>(OneTwo).Cast<object>());
        Assert.Equal([1L, 2L], Wire.Read<ArrayList>(OneTwo).Cast<object>());
        Assert.Equal(5000, Wire.RoundTrip(Enumerable.Range(0, 5000).ToArray()).Distinct().Count());
    }

    [Fact]
    public void A_list_that_was_read_can_grow()
    {
        IList<int> list = Wire.Read<IList<int>>(OneTwo);
        list.Add(3);
        Assert.Equal(3, list.Count);
    }

    [Fact]
    public void Dictionaries_are_maps_with_keys_of_any_type()
    {
        Assert.Equal("81a16101", Wire.Write(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal("8105c3", Wire.Write(new Dictionary<int, bool> { [5] = true }));
        Assert.Equal("8105c3", Wire.Write(new SortedDictionary<int, bool> { [5] = true }));
        Assert.Equal("8105c3", Wire.Write<IReadOnlyDictionary<int, bool>>(new Dictionary<int, bool> { [5] = true }));
        Assert.Equal("8105c3", Wire.Write<IDictionary>(new Dictionary<int, bool> { [5] = true }));
        Assert.Equal("81920102c3", Wire.Write(new Dictionary<(int, int), bool> { [(1, 2)] = true }));

        Assert.True(Wire.Read<Dictionary<int, bool>>("8105c3")[5]);
        Assert.True(Wire.Read<IDictionary<int, bool>>("8105c3")[5]);
        Assert.True(Wire.Read<IReadOnlyDictionary<DayOfWeek, bool>>("8105c3")[DayOfWeek.Friday]);
        Assert.True(Wire.Read<SortedDictionary<int, bool>>("8105c3")[5]);
        Assert.True(Wire.Read<ConcurrentDictionary<int, bool>>("8105c3")[5]);
        Assert.True(Wire.Read<Dictionary<(int, int), bool>>("81920102c3")[(1, 2)]);
        Assert.Equal(true, Wire.Read<IDictionary>("8105c3")[5]);
    }

    [Fact]
    public void Tuples_are_arrays()
    {
        Assert.Equal("9201a161", Wire.Write((1, "a")));
        Assert.Equal((1, "a"), Wire.Read<(int, string)>("9201a161"));
        Assert.Equal(Tuple.Create(1, "a"), Wire.Read<Tuple<int, string>>("9201a161"));
        Assert.Equal("90", Wire.Write(default(ValueTuple)));
        Assert.Equal("9201c3", Wire.Write(KeyValuePair.Create(1, true)));
        Assert.Equal(KeyValuePair.Create(1, true), Wire.Read<KeyValuePair<int, bool>>("9201c3"));
    }

    [Fact]
    public void A_tuple_of_more_than_seven_is_one_flat_array()
    {
        (int, int, int, int, int, int, int, string, bool) long9 = (1, 2, 3, 4, 5, 6, 7, "a", true);
        Assert.Equal("9901020304050607a161c3", Wire.Write(long9));
        Assert.Equal(long9, Wire.RoundTrip(long9));
    }

    [Fact]
    public void An_error_says_at_which_place()
    {
        Assert.Equal("item 1: expected an integer of 32 bits (int), but received a string: 'a'", Wire.ReadError<int[]>("9201a161"));
        Assert.Equal("item 0: item 1: expected a string, but received an integer: 2", Wire.ReadError<List<string[]>>("9192a16102"));
        Assert.Equal("key 'a': expected an integer of 32 bits (int), but received nil (None, null)",
            Wire.ReadError<Dictionary<string, int>>("81a161c0"));
        Assert.Equal("a key of the map: expected a string, but received an integer: 1", Wire.ReadError<Dictionary<string, int>>("810101"));
        Assert.Equal("item 1: expected a string, but received an integer: 2", Wire.ReadError<(int, string)>("920102"));
        Assert.Equal("expected an array of 2 ((int, string)), but received an array of 1", Wire.ReadError<(int, string)>("9101"));
        Assert.Equal("expected an array (List<int>), but received an integer: 1", Wire.ReadError<List<int>>("01"));
        Assert.Equal("expected a map (Dictionary<string, int>), but received an array of 0", Wire.ReadError<Dictionary<string, int>>("90"));
        Assert.Equal("item 0: Func<int> cannot be sent or read: it is a delegate", Wire.WriteError<object[]>([() => 1]));
    }

    [Theory]
    [InlineData("ddffffffff01")]
    [InlineData("dd7fffffff01")]
    [InlineData("92")]
    public void An_array_that_is_not_there_is_refused_before_memory_is_taken(string bytes)
    {
        Assert.NotEmpty(Wire.ReadError<int[]>(bytes));
        Assert.NotEmpty(Wire.ReadError<object>(bytes));
        Assert.NotEmpty(Wire.ReadError<List<int>>(bytes));
    }

    [Fact]
    public void A_map_that_is_not_there_is_refused_before_memory_is_taken()
    {
        Assert.NotEmpty(Wire.ReadError<Dictionary<string, int>>("df7fffffffa16101"));
        Assert.NotEmpty(Wire.ReadError<object>("df7fffffffa16101"));
    }

    [Fact]
    public void A_hostile_choice_of_keys_does_not_collide()
    {
        // .NET's own hash is 0 for all of these: with it, reading 100,000 would take minutes.
        var keys = new SortedDictionary<long, int>();
        for (long i = 0; i < 100_000; i++)
        {
            keys.Add((i << 32) | i, 0);
        }

        string bytes = Wire.Write(keys);
        Assert.Equal(100_000, Assert.IsType<Dictionary<object, object?>>(Wire.Read<object>(bytes)).Count);
        Assert.Equal(100_000, Wire.Read<Dictionary<long, int>>(bytes).Count);
    }

    private sealed class Numbers : List<int>;
}
