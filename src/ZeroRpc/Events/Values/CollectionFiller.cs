using System.Reflection;

namespace ZeroRpc.Events.Values;

/// <summary>Fills the collection behind a property without a setter: <c>List&lt;string&gt; Lines { get; } = []</c>.</summary>
internal static class CollectionFiller
{
    private static readonly MethodInfo s_fill = typeof(CollectionFiller).GetMethod(nameof(Fill))!;

    /// <summary>
    /// Returns the type as which the items are read: <c>List&lt;T&gt;</c> or <c>Dictionary&lt;TKey, TValue&gt;</c>. Null if the type of the
    /// property can hold no collection that can be filled.
    /// </summary>
    public static Type? SourceOf(Type type)
    {
        if (type.IsArray || type.IsValueType || PlainFormatters.Find(type) is not null || ItemOf(type) is not { } item)
        {
            return null;
        }

        if (!type.IsInterface && !typeof(ICollection<>).MakeGenericType(item).IsAssignableFrom(type))
        {
            return null;
        }

        return item.IsGenericType && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? typeof(Dictionary<,>).MakeGenericType(item.GetGenericArguments())
            : typeof(List<>).MakeGenericType(item);
    }

    /// <summary>Returns <see cref="Fill"/> for the items of a source type.</summary>
    public static MethodInfo MethodFor(Type source) => s_fill.MakeGenericMethod(ItemOf(source)!);

    /// <summary>
    /// Replaces the items of a collection. A getter that returns a new object at each call computes its value, so the items are skipped.
    /// </summary>
    /// <param name="first">The collection that the getter returned.</param>
    /// <param name="second">The collection that the getter returned at a second call.</param>
    /// <param name="items">The items that were read. Null for nil, which leaves the collection unchanged.</param>
    /// <param name="member">The property, for the error message.</param>
    /// <exception cref="ValueConversionException">The property returns null, or a collection that is read-only.</exception>
    public static void Fill<T>(object? first, object? second, ICollection<T>? items, ObjectMember member)
    {
        if (items is null || !ReferenceEquals(first, second))
        {
            return;
        }

        if (first is ICollection<T> { IsReadOnly: false } collection)
        {
            collection.Clear();
            foreach (T item in items)
            {
                collection.Add(item);
            }
        }
        else if (member.IsState)
        {
            throw new ValueConversionException(
                $"{member.PathPart} can be sent but not read: it has no setter, and its value is not a collection that can be filled");
        }
    }

    private static Type? ItemOf(Type type) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        ?.GetGenericArguments()[0];
}
