using System.Buffers;
using System.Text;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Which member a map's key means. Keys are compared as bytes, without a string being made of them.</summary>
internal sealed class KeyTable
{
    private readonly byte[][] _keys;
    private readonly int[] _members;

    /// <summary>Makes the table: first every member's key, then its plain name where no other member has that for a key.</summary>
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

    /// <summary>Reads a key and gives the number of its member; -1 for a key that means none.</summary>
    /// <param name="reader">Stands before the key.</param>
    /// <param name="guess">The member that comes here when the sender keeps our order.</param>
    public int Read(ref MessagePackReader reader, int guess)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.String:
                return reader.TryReadStringSpan(out ReadOnlySpan<byte> key)
                    ? Find(key, guess)
                    : Find(reader.ReadStringSequence().GetValueOrDefault().ToArray(), guess);
            case MessagePackType.Binary: // Python sends b'name' so
                return Find(reader.ReadBytes().GetValueOrDefault().ToArray(), guess);
            default:
                Skip(ref reader);
                return -1;
        }
    }

    /// <summary>Steps over one value, however deep, without recursion.</summary>
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
