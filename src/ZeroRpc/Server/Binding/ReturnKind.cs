namespace ZeroRpc.Server.Binding;

/// <summary>How a method's static return type is answered.</summary>
/// <param name="Awaited">The task type that is awaited first, with its result if any; null where the method returns at once.</param>
/// <param name="Result">What comes of the call once awaited; null where nothing does.</param>
/// <param name="StreamItem">The type of a stream's items; null where the result is one value.</param>
internal sealed record ReturnKind(Type? Awaited, Type? Result, Type? StreamItem)
{
    /// <summary>Whether the method returns a task or a stream, and so may carry the suffix <c>Async</c>.</summary>
    public bool IsAsynchronous => Awaited is not null || StreamItem is not null;

    /// <summary>The type that travels: a stream's items, or the value; null for nil.</summary>
    public Type? Travels => StreamItem ?? Result;

    /// <summary>Reads a return type.</summary>
    public static ReturnKind Of(Type type)
    {
        if (type == typeof(void))
        {
            return new ReturnKind(null, null, null);
        }

        if (type == typeof(ValueTask))
        {
            return new ReturnKind(type, null, null);
        }

        if (IsGeneric(type, typeof(ValueTask<>)))
        {
            return WithResult(type, type.GetGenericArguments()[0]);
        }

        if (typeof(Task).IsAssignableFrom(type))
        {
            Type? task = BasesOf(type).FirstOrDefault(each => IsGeneric(each, typeof(Task<>)));
            return task is null ? new ReturnKind(typeof(Task), null, null) : WithResult(task, task.GetGenericArguments()[0]);
        }

        return WithResult(null, type);
    }

    private static ReturnKind WithResult(Type? awaited, Type result)
    {
        Type? stream = result.GetInterfaces().Append(result).FirstOrDefault(each => IsGeneric(each, typeof(IAsyncEnumerable<>)));
        return new ReturnKind(awaited, result, stream?.GetGenericArguments()[0]);
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (Type? each = type; each is not null; each = each.BaseType)
        {
            yield return each;
        }
    }
}
