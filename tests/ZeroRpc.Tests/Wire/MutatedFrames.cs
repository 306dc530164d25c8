using System.Text.RegularExpressions;

namespace ZeroRpc.Tests.Wire;

/// <summary>Recorded events with something wrong: the same in every run of a seed.</summary>
internal sealed partial class MutatedFrames(int seed, Func<byte[], bool>? only = null)
{
    /// <summary>Heads that announce the most, and what is never one.</summary>
    private static readonly byte[] NastyBytes =
        [0x00, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc4, 0xc6, 0xc7, 0xc9, 0xd4, 0xdb, 0xdd, 0xdf, 0xff];

    private readonly Random _random = new(seed);
    private readonly byte[][] _bodies = only is null ? Recorded : [.. Recorded.Where(only)];

    /// <summary>The body of every message in the transcripts.</summary>
    public static byte[][] Recorded { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.json").Order().SelectMany(Bodies)];

    /// <summary>The next one; <paramref name="prepare"/> sees the body before it is spoiled.</summary>
    public byte[] Next(Func<byte[], byte[]>? prepare = null)
    {
        byte[] body = [.. Pick()];
        body = prepare is null ? body : prepare(body);
        for (int mutations = _random.Next(1, 5); mutations > 0; mutations--)
        {
            body = Mutate(body);
        }

        return body;
    }

    /// <summary>Read by pattern, for Python writes infinity into its JSON, which no other parser takes.</summary>
    private static IEnumerable<byte[]> Bodies(string file) =>
        LastFrame().Matches(File.ReadAllText(file)).Select(match => Convert.FromHexString(match.Groups[1].Value));

    [GeneratedRegex("""
        "frames": \[[^\]]*"([0-9a-f]+)"\s*\]
        """)]
    private static partial Regex LastFrame();

    private byte[] Mutate(byte[] body)
    {
        int at = _random.Next(body.Length + 1);
        int length = _random.Next(Math.Min(body.Length - at, 40) + 1);
        switch (_random.Next(6))
        {
            case 0 when at < body.Length:
                body[at] ^= (byte)(1 << _random.Next(8));
                return body;
            case 1 when at < body.Length:
                body[at] = NastyBytes[_random.Next(NastyBytes.Length)];
                return body;
            case 2:
                return body[..at];
            case 3:
                return [.. body[..at], .. body[(at + length)..]];
            case 4:
                return [.. body[..(at + length)], .. body[at..]];
            default:
                byte[] other = Pick();
                return [.. body[..at], .. other[_random.Next(other.Length)..]];
        }
    }

    private byte[] Pick() => _bodies[_random.Next(_bodies.Length)];
}
