using System.Globalization;
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
        [typeof(DateOnly)] = new TextFormatter<DateOnly>("a date such as '2024-12-31' (DateOnly)", FormatDate, TryParseDate),
        [typeof(TimeOnly)] = new TextFormatter<TimeOnly>("a time such as '23:59:59' (TimeOnly)", FormatTime, TryParseTime),
        [typeof(TimeSpan)] = new TimeSpanFormatter(),
        [typeof(DateTime)] = new DateTimeFormatter(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetFormatter(),
        [typeof(byte[])] = new BytesFormatter(),
        [typeof(Memory<byte>)] = new MemoryFormatter<Memory<byte>>(value => value, bytes => bytes),
        [typeof(ReadOnlyMemory<byte>)] = new MemoryFormatter<ReadOnlyMemory<byte>>(value => value, bytes => bytes),
        [typeof(ArraySegment<byte>)] = new MemoryFormatter<ArraySegment<byte>>(value => value, bytes => bytes),
        [typeof(ExtensionValue)] = new ExtensionValueFormatter(),
    };

    /// <summary>Returns the formatter of a plain type, or null for any other type.</summary>
    public static object? Find(Type type) => s_formatters.GetValueOrDefault(type);

    private static bool TryParseUri(string text, out Uri value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!);

    private static string FormatDate(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Python before 3.11 accepts exactly 6 fraction digits. The seventh is written only if it is not zero.</summary>
    private static string FormatTime(TimeOnly time)
    {
        string format = time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss"
            : time.Ticks % TimeSpan.TicksPerMicrosecond == 0 ? "HH:mm:ss.ffffff"
            : "HH:mm:ss.fffffff";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    private static bool TryParseTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm:ss.FFFFFFF", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
