using System.Buffers;
using System.Text;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Maps the keys of a received map to the members of a type. Compares keys as bytes, without creating strings.</summary>
internal sealed class KeyTable
{
    private readonly byte[][] _keys;
    private readonly int[] _members;

    /// <summary>
    /// Creates the table. It contains every member's key, and also the plain name of each member whose name is not the key of another
    /// member.
    /// </summary>
    public KeyTable(IReadOnlyList<ObjectMember> members)
    {
        var entries = members.Select((member, i) => (member.Key, Member: i)).ToList();
        entries.AddRange(members
            .Select((member, i) => (Key: member.Info.Name, Member: i))
            .Where(plain => entries.All(entry => entry.Key != plain.Key))
            .ToList());
        _keys = [.. entries.Select(entry => Encoding.UTF8.GetBytes(entry.Key))];
        _members = [.. entries.Select(entry => entry.Member)];
    }

    /// <summary>Reads a key. Returns the index of its member, or -1 if no member has this key.</summary>
    /// <param name="reader">The reader, positioned before the key.</param>
    /// <param name="guess">The table index to compare first. It is right if the sender writes members in the same order.</param>
    public int Read(ref MessagePackReader reader, int guess)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String:
                return reader.TryReadStringSpan(out ReadOnlySpan<byte> key)
                    ? Find(key, guess)
                    : Find(reader.ReadStringSequence().GetValueOrDefault().ToArray(), guess);
            case MessagePackType.Binary: // Python sends b'name' as bin.
                return Find(reader.ReadBytes().GetValueOrDefault().ToArray(), guess);
            default:
                Skip(ref reader);
                return -1;
        }
    }

    /// <summary>Skips one value of any depth without recursion.</summary>
    public static void Skip(ref MessagePackReader reader)
    {
        for (long left = 1; left > 0; left--)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array:
                    left += reader.ReadArrayHeader();
                    break;
                case MessagePackType.Map:
                    left += 2L * reader.ReadMapHeader();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private int Find(ReadOnlySpan<byte> key, int guess)
    {
        if (guess < _keys.Length && key.SequenceEqual(_keys[guess]))
        {
            return _members[guess];
        }

        for (int i = 0; i < _keys.Length; i++)
        {
            if (key.SequenceEqual(_keys[i]))
            {
                return _members[i];
            }
        }

        return -1;
    }
}
