using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>Determines the <see cref="ValueKind"/> of .NET types.</summary>
internal static class ValueKinds
{
    private static readonly Dictionary<Type, ValueKind> Known = new()
    {
        [typeof(object)] = ValueKind.Any,
        [typeof(bool)] = ValueKind.Boolean,
        [typeof(sbyte)] = ValueKind.Integer,
        [typeof(byte)] = ValueKind.Integer,
        [typeof(short)] = ValueKind.Integer,
        [typeof(ushort)] = ValueKind.Integer,
        [typeof(int)] = ValueKind.Integer,
        [typeof(uint)] = ValueKind.Integer,
        [typeof(long)] = ValueKind.Integer,
        [typeof(ulong)] = ValueKind.Integer,
        [typeof(Int128)] = ValueKind.Integer,
        [typeof(UInt128)] = ValueKind.Integer,
        [typeof(BigInteger)] = ValueKind.Integer,
        [typeof(Half)] = ValueKind.Float,
        [typeof(float)] = ValueKind.Float,
        [typeof(double)] = ValueKind.Float,
        [typeof(TimeSpan)] = ValueKind.Float, // seconds
        [typeof(decimal)] = ValueKind.Decimal,
        [typeof(string)] = ValueKind.Text,
        [typeof(char)] = ValueKind.Text,
        [typeof(Guid)] = ValueKind.Text,
        [typeof(Uri)] = ValueKind.Text,
        [typeof(DateOnly)] = ValueKind.Text,
        [typeof(TimeOnly)] = ValueKind.Text,
        [typeof(DateTime)] = ValueKind.Time,
        [typeof(DateTimeOffset)] = ValueKind.Time,
        [typeof(byte[])] = ValueKind.Bytes,
        [typeof(Memory<byte>)] = ValueKind.Bytes,
        [typeof(ReadOnlyMemory<byte>)] = ValueKind.Bytes,
        [typeof(ArraySegment<byte>)] = ValueKind.Bytes,
        [typeof(ExtensionValue)] = ValueKind.Extension,
    };

    /// <summary>Returns the kind of a type. For a nullable type it is that of the underlying type.</summary>
    public static ValueKind Get(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Known.TryGetValue(type, out ValueKind kind) ? kind
            : type.IsEnum ? ValueKind.Enum
            : type.IsGenericType && typeof(ITuple).IsAssignableFrom(type) ? ValueKind.Tuple
            : IsDictionary(type) ? ValueKind.Dictionary
            : typeof(IEnumerable).IsAssignableFrom(type) ? ValueKind.List
            : ValueKind.Record;
    }

    /// <summary>Returns the item type of a sequence, or null for a non-generic sequence.</summary>
    public static Type? GetItemType(Type type) => type.IsSZArray
        ? type.GetElementType()
        : InterfaceOf(type, typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>Returns the types of the keys and values of a dictionary. Empty for a non-generic dictionary.</summary>
    public static Type[] GetEntryTypes(Type type) =>
        (InterfaceOf(type, typeof(IDictionary<,>)) ?? InterfaceOf(type, typeof(IReadOnlyDictionary<,>)))?.GetGenericArguments() ?? [];

    private static bool IsDictionary(Type type) =>
        typeof(IDictionary).IsAssignableFrom(type) ||
        InterfaceOf(type, typeof(IDictionary<,>)) is not null ||
        InterfaceOf(type, typeof(IReadOnlyDictionary<,>)) is not null;

    private static Type? InterfaceOf(Type type, Type definition) =>
        type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == definition);
}
