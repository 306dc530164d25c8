using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Formats Tuple, ValueTuple and KeyValuePair as an array of their items, including the items beyond the seventh.</summary>
internal sealed class TupleFormatter<T> : ContainerFormatter<T>, ICompositeFormatter
{
    private readonly FormattedPart[] _parts;
    private readonly int _count;
    private readonly WriteMembers<T> _write;
    private readonly ReadMembers<T> _read;

    public TupleFormatter(FormatterCache formatters)
        : base(formatters, MessagePackType.Array)
    {
        ParameterExpression tuple = Expression.Parameter(typeof(T));
        Expression[] items = [.. TupleFormatter.Items(tuple)];
        _count = items.Length;
        _parts = [.. items.Select((item, i) => new FormattedPart($"item {i}", item.Type))];
        MemberFormatter[] members = [.. _parts.Select(part => MemberFormatter.Make(part.Type, part.Path, formatters))];

        ParameterExpression writer = Expression.Parameter(typeof(MessagePackWriter).MakeByRefType());
        Expression writes = Expression.Block(
            typeof(void), [Expression.Empty(), .. members.Select((member, i) => member.CallWrite(writer, items[i]))]);
        _write = Expression.Lambda<WriteMembers<T>>(writes, writer, tuple).Compile();

        ParameterExpression reader = Expression.Parameter(typeof(MessagePackReader).MakeByRefType());
        var reads = new Queue<Expression>(members.Select(member => member.CallRead(reader)));
        _read = Expression.Lambda<ReadMembers<T>>(TupleFormatter.Make(typeof(T), reads), reader).Compile();
    }

    public IEnumerable<FormattedPart> GetParts(bool toRead) => _parts;

    protected override void WriteItems(ref MessagePackWriter writer, T value)
    {
        writer.WriteArrayHeader(_count);
        _write(ref writer, value);
    }

    protected override T ReadItems(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        return count == _count
            ? _read(ref reader)
            : throw Mismatch.Received($"an array of {_count} ({TypeNames.Format(typeof(T))})", $"an array of {count}");
    }
}

/// <summary>Builds the expressions that take tuples apart and create them.</summary>
internal static class TupleFormatter
{
    /// <summary>Returns true if the type is a tuple or a KeyValuePair.</summary>
    public static bool IsTuple(Type type) =>
        (typeof(ITuple).IsAssignableFrom(type) && type.Namespace == "System" && !type.IsInterface)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    /// <summary>Returns the items of a tuple in order. The items of the nested <c>Rest</c> tuple follow directly.</summary>
    public static IEnumerable<Expression> Items(Expression tuple) =>
        Names(tuple.Type).SelectMany(name =>
        {
            MemberExpression item = Expression.PropertyOrField(tuple, name);
            return name == "Rest" && IsTuple(item.Type) ? Items(item) : [item];
        });

    /// <summary>Creates the constructor call of a tuple from its items.</summary>
    public static Expression Make(Type type, Queue<Expression> items)
    {
        Type[] parts = type.GetGenericArguments();
        if (parts.Length == 0)
        {
            return Expression.Default(type);
        }

        ConstructorInfo constructor = type.GetConstructor(parts)!;
        return Expression.New(constructor, parts.Select((part, i) => i == 7 && IsTuple(part) ? Make(part, items) : items.Dequeue()));
    }

    private static IEnumerable<string> Names(Type tuple) => tuple.GetGenericArguments() switch
    {
        [_, _] when !typeof(ITuple).IsAssignableFrom(tuple) => ["Key", "Value"],
        Type[] parts => parts.Select((_, i) => i == 7 ? "Rest" : $"Item{i + 1}"),
    };
}
