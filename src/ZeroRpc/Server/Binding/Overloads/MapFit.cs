using MessagePack;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>Rates how well the keys of a received map match the members of a class, record or struct.</summary>
internal sealed class MapFit
{
    /// <summary>Added for each key that is not a member. Far more than the distance of a dictionary, which has room for any key.</summary>
    private const int Unknown = 1000;

    /// <summary>The largest distance, so that a sum stays below the distance to <see cref="object"/>.</summary>
    private const int Largest = 900_000;

    private readonly KeyTable _keys;
    private readonly int _memberCount;
    private readonly HashSet<string> _names;
    private readonly IReadOnlyList<int> _required;

    private MapFit(ObjectShape shape)
    {
        _keys = new KeyTable(shape.Members);
        _memberCount = shape.Members.Where((_, i) => shape.IsRead(i)).Count();
        _required = shape.Required?.Indexes ?? [];
        _names = [.. shape.Members.Select(member => member.Key)];
    }

    /// <summary>Creates the rating for a type, or returns null if the type is not read as a map of its members.</summary>
    public static MapFit? Create(Type type, ValueCodec codec) => codec.FindShape(type) is { } shape ? new MapFit(shape) : null;

    /// <summary>
    /// Returns the distance: unknown keys count most, then members without a key. A map without a required member has the largest distance,
    /// because it cannot be read.
    /// </summary>
    public int Distance(in WireValue map)
    {
        MessagePackReader reader = map.Entries(out int count);
        var found = new HashSet<int>();
        int unknown = 0;
        for (int i = 0; i < count; i++)
        {
            int member = _keys.Read(ref reader, i);
            unknown += member < 0 ? 1 : 0;
            found.Add(member);
            KeyTable.Skip(ref reader);
        }

        found.Remove(-1);
        if (!_required.All(found.Contains))
        {
            return Largest;
        }

        int missing = Math.Clamp(_memberCount - found.Count, 0, TypeFit.Dictionary - 1);
        return (int)Math.Min(((long)unknown * Unknown) + missing, Largest);
    }

    /// <summary>Returns true if no map can match one type better than the other.</summary>
    public bool IsSame(MapFit other) => _names.SetEquals(other._names);
}
