using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace ZeroRpc.Events;

/// <summary>
/// Checks one msgpack value before any other code decodes it: all lengths lie inside the data, every str is UTF-8, and the nesting does not
/// exceed the limit. The scan neither recurses nor allocates in proportion to what the data announce, and its time is bounded by the number
/// of bytes present.
/// </summary>
internal static class MessageScanner
{
    private const int UsualDepth = 16;
    private const int LargestStack = 1024;
    private const string TooDeep = "too deep";

    /// <summary>Scans exactly one value at the start of <c>data</c>. Further bytes may follow the value.</summary>
    /// <param name="data">Bytes from the wire.</param>
    /// <param name="maxDepth">The deepest nesting of arrays and maps that is accepted. 1 allows one array of plain values.</param>
    /// <param name="length">The length of the value in bytes; 0 on failure.</param>
    /// <param name="problem">Why the data are not such a value; null on success.</param>
    public static bool TryScan(ReadOnlySpan<byte> data, int maxDepth, out int length, out string? problem)
    {
        problem = null;
        length = maxDepth > 0 ? LengthOfUsual(data) : 0;
        return length > 0 || TryWalk(data, maxDepth, out length, out problem);
    }

    /// <summary>
    /// Returns the length of a plain value or of a short array of plain values, which most events consist of. Returns 0 for all other
    /// values and for incomplete ones.
    /// </summary>
    private static int LengthOfUsual(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[0] is < 0x90 or > 0x9f)
        {
            return LengthOfPlain(data);
        }

        int length = 1;
        for (int items = data[0] & 0x0f; items > 0; items--)
        {
            int item = LengthOfPlain(data[length..]);
            if (item == 0)
            {
                return 0;
            }

            length += item;
        }

        return length;
    }

    /// <summary>
    /// Returns the length of a number, nil, a bool, a short ASCII str or a short bin. Returns 0 for all other values and for incomplete
    /// ones.
    /// </summary>
    private static int LengthOfPlain(ReadOnlySpan<byte> data)
    {
        int length = data switch
        {
            [<= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3, ..] => 1,
            [>= 0xa0 and <= 0xbf and byte text, ..] => 1 + (text & 0x1f),
            [0xc4, byte binary, ..] => 2 + binary,
            [0xcc or 0xd0, ..] => 2,
            [0xcd or 0xd1, ..] => 3,
            [0xca or 0xce or 0xd2, ..] => 5,
            [0xcb or 0xcf or 0xd3, ..] => 9,
            _ => int.MaxValue,
        };
        return length <= data.Length && (data[0] is < 0xa0 or > 0xbf || Ascii.IsValid(data[1..length])) ? length : 0;
    }

    private static bool TryWalk(ReadOnlySpan<byte> data, int maxDepth, out int length, out string? problem)
    {
        // Few events are nested deeply. Those that are get scanned again with a larger stack.
        var walk = new Walk(data, stackalloc long[Math.Min(maxDepth, UsualDepth)]);
        problem = walk.Run();
        length = walk.Position;
        if (ReferenceEquals(problem, TooDeep) && maxDepth > UsualDepth)
        {
            (length, problem) = RunDeep(data, maxDepth);
        }

        if (problem is null)
        {
            return true;
        }

        length = 0;
        problem = ReferenceEquals(problem, TooDeep) ? $"arrays and maps are nested deeper than {maxDepth} levels" : problem;
        return false;
    }

    private static (int Length, string? Problem) RunDeep(ReadOnlySpan<byte> data, int maxDepth)
    {
        // A level of nesting takes at least one byte, so a limit of millions allocates no more than what has arrived.
        int levels = Math.Min(maxDepth, data.Length);
        var walk = new Walk(data, levels <= LargestStack ? stackalloc long[levels] : new long[levels]);
        string? problem = walk.Run();
        return (walk.Position, problem);
    }

    /// <summary>The state of a scan: the position in the data, and for each open array or map the number of values still missing.</summary>
    private ref struct Walk(ReadOnlySpan<byte> data, Span<long> open)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private readonly Span<long> _open = open;
        private int _depth;

        /// <summary>The number of bytes scanned so far.</summary>
        public int Position;

        public string? Run()
        {
            long pending = 1;
            while (true)
            {
                if (pending == 0)
                {
                    if (_depth == 0)
                    {
                        return null;
                    }

                    pending = _open[--_depth];
                    continue;
                }

                pending--;
                if (Position >= _data.Length)
                {
                    return $"the data end after {Position} bytes, inside a value";
                }

                byte code = _data[Position++];
                if (code is <= 0x7f or >= 0xe0)
                {
                    continue; // a small integer
                }

                long items = -1;
                if ((code <= 0xbf ? Short(code, ref items) : Other(code, ref items)) is { } problem)
                {
                    return problem;
                }

                if (items < 0)
                {
                    continue;
                }

                // An empty array or map counts as a level, too.
                if (_depth == _open.Length)
                {
                    return TooDeep;
                }

                _open[_depth++] = pending;
                pending = items;
            }
        }

        /// <summary>Scans a value whose first byte contains its length. For an array or map, sets the number of its values.</summary>
        private string? Short(byte code, ref long items) => code switch
        {
            <= 0x8f => Container(2 * (code & 0x0f), ref items), // fixmap
            <= 0x9f => Container(code & 0x0f, ref items), // fixarray
            _ => Text(code & 0x1f), // fixstr
        };

        /// <summary>Scans a value of any other type.</summary>
        private string? Other(byte code, ref long items)
        {
            switch (code)
            {
                case 0xc0 or 0xc2 or 0xc3: // nil, false, true
                    return null;
                case 0xc1:
                    return $"the reserved byte 0xc1 is at {Position - 1}";
                case <= 0xc6: // bin 8, 16, 32
                    return Length(1 << (code - 0xc4), out long binary) ?? Bytes(binary);
                case <= 0xc9: // ext 8, 16, 32: a type byte follows the length
                    return Length(1 << (code - 0xc7), out long extension) ?? Bytes(extension + 1);
                case 0xca: // float 32
                    return Bytes(4);
                case 0xcb: // float 64
                    return Bytes(8);
                case <= 0xcf: // uint 8, 16, 32, 64
                    return Bytes(1 << (code - 0xcc));
                case <= 0xd3: // int 8, 16, 32, 64
                    return Bytes(1 << (code - 0xd0));
                case <= 0xd8: // fixext 1, 2, 4, 8, 16
                    return Bytes((1 << (code - 0xd4)) + 1);
                case <= 0xdb: // str 8, 16, 32
                    return Length(1 << (code - 0xd9), out long text) ?? Text(text);
                case <= 0xdd: // array 16, 32
                    return Length(2 << (code - 0xdc), out long count) ?? Container(count, ref items);
                default: // map 16, 32
                    return Length(2 << (code - 0xde), out long pairs) ?? Container(2 * pairs, ref items);
            }
        }

        private string? Length(int size, out long length)
        {
            int start = Position;
            length = 0;
            if (Bytes(size) is { } problem)
            {
                return problem;
            }

            ReadOnlySpan<byte> field = _data[start..];
            length = size switch
            {
                1 => field[0],
                2 => BinaryPrimitives.ReadUInt16BigEndian(field),
                _ => BinaryPrimitives.ReadUInt32BigEndian(field),
            };
            return null;
        }

        /// <summary>
        /// Sets the number of items. Every item takes at least one byte, so a count above the number of remaining bytes fails at once.
        /// </summary>
        private readonly string? Container(long count, ref long items)
        {
            items = count;
            int left = _data.Length - Position;
            return count <= left ? null : $"an array or map announces {count} values where {left} bytes follow";
        }

        private string? Text(long length)
        {
            int start = Position;
            return Bytes(length) ?? (Utf8.IsValid(_data[start..Position]) ? null : $"the string at {start} is not UTF-8");
        }

        private string? Bytes(long length)
        {
            int left = _data.Length - Position;
            if (length > left)
            {
                return $"a value announces {length} bytes where {left} follow";
            }

            Position += (int)length;
            return null;
        }
    }
}
