using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>Determines which types are formatted as arrays and maps, and how to create an instance from the items that were read.</summary>
internal static class SequenceTypes
{
    private delegate TSequence Builder<T, TSequence>(ReadOnlySpan<T> items);

    /// <summary>Returns the formatter of an array, sequence or dictionary type, or null for any other type.</summary>
    public static object? Find(Type type, FormatterCache formatters)
    {
        if (type.IsSZArray)
        {
            return Call(nameof(MakeArray), [type.GetElementType()!], formatters);
        }

        if (type.IsArray)
        {
            return null;
        }

        if ((Implemented(type, typeof(IDictionary<,>)) ?? Implemented(type, typeof(IReadOnlyDictionary<,>))) is { } map)
        {
            return Call(nameof(MakeDictionary), [type, .. map.GetGenericArguments()], formatters);
        }

        if (Implemented(type, typeof(IEnumerable<>)) is { } sequence)
        {
            return Call(nameof(MakeSequence), [type, .. sequence.GetGenericArguments()], formatters);
        }

        string? loose = typeof(IDictionary).IsAssignableFrom(type) ? nameof(MakeLooseMap)
            : typeof(IEnumerable).IsAssignableFrom(type) ? nameof(MakeLooseSequence)
            : null;
        return loose is null ? null : Call(loose, [type], formatters);
    }

    private static ArrayFormatter<T> MakeArray<T>(FormatterCache formatters) => new(formatters);

    private static DictionaryFormatter<TDictionary, TKey, TValue> MakeDictionary<TDictionary, TKey, TValue>(FormatterCache formatters)
        where TDictionary : IEnumerable<KeyValuePair<TKey, TValue>>
        where TKey : notnull
    {
        Func<Dictionary<TKey, TValue>, TDictionary>? make = typeof(TDictionary).IsAssignableFrom(typeof(Dictionary<TKey, TValue>))
            ? dictionary => (TDictionary)(object)dictionary
            : Constructor<Dictionary<TKey, TValue>, TDictionary>()
                ?? Adding<Dictionary<TKey, TValue>, TDictionary, KeyValuePair<TKey, TValue>>();
        return new(formatters, make);
    }

    private static SequenceFormatter<TSequence, T> MakeSequence<TSequence, T>(FormatterCache formatters)
        where TSequence : IEnumerable<T>
    {
        Func<T[], TSequence>? make = null;
        if (typeof(TSequence).IsAssignableFrom(typeof(List<T>)))
        {
            make = items => (TSequence)(object)new List<T>(items);
        }
        else if (typeof(TSequence).IsAssignableFrom(typeof(HashSet<T>)))
        {
            make = items => (TSequence)(object)new HashSet<T>(items, KeyComparer.For<T>());
        }

        return new(formatters, make ?? Builders<TSequence, T>() ?? Constructor<T[], TSequence>() ?? Adding<T[], TSequence, T>());
    }

    private static AdaptingFormatter<T, object?[]> MakeLooseSequence<T>(FormatterCache formatters)
        where T : IEnumerable
    {
        Func<object?[], T>? make = typeof(T).IsAssignableFrom(typeof(object?[]))
            ? items => (T)(object)items
            : Constructor<object?[], T>();
        return new(formatters, value => value.Cast<object?>().ToArray(), make);
    }

    private static AdaptingFormatter<T, Dictionary<object, object?>> MakeLooseMap<T>(FormatterCache formatters)
        where T : IDictionary
    {
        Func<Dictionary<object, object?>, T>? make = typeof(T).IsAssignableFrom(typeof(Dictionary<object, object?>))
            ? map => (T)(object)map
            : Constructor<Dictionary<object, object?>, T>();
        return new(formatters, CopyLooseMap, make);
    }

    private static Dictionary<object, object?> CopyLooseMap<T>(T map)
        where T : IDictionary
    {
        var copy = new Dictionary<object, object?>(map.Count, ReferenceEqualityComparer.Instance);
        foreach (DictionaryEntry entry in map)
        {
            copy.Add(entry.Key, entry.Value);
        }

        return copy;
    }

    /// <summary>Finds the <c>Create</c> method of an immutable collection in the same way as a collection expression does.</summary>
    private static Func<T[], TSequence>? Builders<TSequence, T>()
    {
        if (typeof(TSequence).GetCustomAttribute<CollectionBuilderAttribute>() is not { } attribute)
        {
            return null;
        }

        MethodInfo? create = attribute.BuilderType.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name == attribute.MethodName && method.GetGenericArguments().Length == 1)
            .Select(method => method.MakeGenericMethod(typeof(T)))
            .FirstOrDefault(method => method.GetParameters() is [var only] && only.ParameterType == typeof(ReadOnlySpan<T>));
        if (create is null || create.ReturnType != typeof(TSequence))
        {
            return null;
        }

        Builder<T, TSequence> builder = create.CreateDelegate<Builder<T, TSequence>>();
        return items => builder(items);
    }

    private static Func<TItems, TSequence>? Constructor<TItems, TSequence>()
    {
        ConstructorInfo? constructor = typeof(TSequence).IsAbstract ? null : typeof(TSequence).GetConstructors().FirstOrDefault(candidate =>
            candidate.GetParameters() is [var only]
            && only.ParameterType.IsInterface
            && only.ParameterType.IsAssignableFrom(typeof(TItems)));
        if (constructor is null)
        {
            return null;
        }

        ParameterExpression items = Expression.Parameter(typeof(TItems));
        return Expression.Lambda<Func<TItems, TSequence>>(Expression.New(constructor, items), items).Compile();
    }

    private static Func<TItems, TSequence>? Adding<TItems, TSequence, T>()
        where TItems : IEnumerable<T>
    {
        bool possible = typeof(TSequence).GetConstructor(Type.EmptyTypes) is not null
            && !typeof(TSequence).IsAbstract
            && typeof(ICollection<T>).IsAssignableFrom(typeof(TSequence));
        return !possible ? null : items =>
        {
            var collection = (ICollection<T>)Activator.CreateInstance<TSequence>()!;
            foreach (T item in items)
            {
                collection.Add(item);
            }

            return (TSequence)collection;
        };
    }

    private static Type? Implemented(Type type, Type definition) =>
        new[] { type }.Concat(type.GetInterfaces()).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

    private static object Call(string method, Type[] of, FormatterCache formatters) =>
        typeof(SequenceTypes).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(of)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [formatters], null)!;
}

/// <summary>Formats a type by converting it to another type. Used for the non-generic collections.</summary>
internal sealed class AdaptingFormatter<T, TWire>(FormatterCache formatters, Func<T, TWire> toWire, Func<TWire, T>? fromWire)
    : IMessagePackFormatter<T?>, ICompositeFormatter
    where TWire : class
{
    public string? WhyNotReadable => fromWire is null
        ? $"{TypeNames.Format(typeof(T))} can be sent but not read: it has no suitable constructor"
        : null;

    public IEnumerable<FormattedPart> GetParts(bool toRead) => [];

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options) =>
        formatters.Get<TWire?>().Serialize(ref writer, value is null ? null : toWire(value), options);

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (fromWire is null)
        {
            throw new ValueConversionException(WhyNotReadable!);
        }

        TWire? wire = formatters.Get<TWire?>().Deserialize(ref reader, options);
        return wire is null ? default : fromWire(wire);
    }
}
