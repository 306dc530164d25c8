using System.Numerics;

namespace ZeroRpc.Events.Values;

/// <summary>The formatters of the types that are a single plain value on the wire.</summary>
internal static class PlainFormatters
{
    private static readonly Dictionary<Type, object> s_formatters = new()
    {
        [typeof(bool)] = new BooleanFormatter(),
        [typeof(sbyte)] = new IntegerFormatter<sbyte>("an integer of 8 bits (sbyte)"),
        [typeof(short)] = new IntegerFormatter<short>("an integer of 16 bits (short)"),
        [typeof(int)] = new IntegerFormatter<int>("an integer of 32 bits (int)"),
        [typeof(long)] = new IntegerFormatter<long>("an integer of 64 bits (long)"),
        [typeof(Int128)] = new IntegerFormatter<Int128>("an integer (Int128)"),
        [typeof(byte)] = new IntegerFormatter<byte>("an unsigned integer of 8 bits (byte)"),
        [typeof(ushort)] = new IntegerFormatter<ushort>("an unsigned integer of 16 bits (ushort)"),
        [typeof(uint)] = new IntegerFormatter<uint>("an unsigned integer of 32 bits (uint)"),
        [typeof(ulong)] = new IntegerFormatter<ulong>("an unsigned integer of 64 bits (ulong)"),
        [typeof(UInt128)] = new IntegerFormatter<UInt128>("an unsigned integer (UInt128)"),
        [typeof(BigInteger)] = new IntegerFormatter<BigInteger>("an integer (BigInteger)"),
        [typeof(double)] = new FloatFormatter<double>("a number (double)"),
        [typeof(float)] = new FloatFormatter<float>("a number (float)"),
        [typeof(Half)] = new FloatFormatter<Half>("a number (Half)"),
        [typeof(decimal)] = new DecimalFormatter(),
        [typeof(string)] = new StringFormatter(),
        [typeof(char)] = new TextFormatter<char>("a string of one character (char)", c => c.ToString(), char.TryParse),
        [typeof(Guid)] = new TextFormatter<Guid>("a GUID in a string (Guid)", id => id.ToString(), Guid.TryParse),
        [typeof(Uri)] = new TextFormatter<Uri>("a URI in a string (Uri)", uri => uri.OriginalString, TryParseUri),
        [typeof(DateOnly)] = new DateOnlyFormatter(),
        [typeof(TimeOnly)] = new TimeOnlyFormatter(),
        [typeof(TimeSpan)] = new TimeSpanFormatter(),
        [typeof(byte[])] = new BytesFormatter(),
        [typeof(Memory<byte>)] = new MemoryFormatter<Memory<byte>>(value => value, bytes => bytes),
        [typeof(ReadOnlyMemory<byte>)] = new MemoryFormatter<ReadOnlyMemory<byte>>(value => value, bytes => bytes),
        [typeof(ArraySegment<byte>)] = new MemoryFormatter<ArraySegment<byte>>(value => value, bytes => bytes),
        [typeof(ExtensionValue)] = new ExtensionValueFormatter(),
    };

    /// <summary>Returns the formatter of a plain type, or null for any other type.</summary>
    public static object? Find(Type type) => s_formatters.GetValueOrDefault(type);

    private static bool TryParseUri(string text, out Uri value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!);
}
