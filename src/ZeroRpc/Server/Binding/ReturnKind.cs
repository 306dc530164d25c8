namespace ZeroRpc.Server.Binding;

/// <summary>How the result of a method is sent, determined by its declared return type.</summary>
/// <param name="Awaited">The task type to await first, or null if the method is synchronous.</param>
/// <param name="Result">The type of the result after awaiting, or null if there is no result.</param>
/// <param name="StreamItem">The type of a stream's items, or null if the result is a single value.</param>
internal sealed record ReturnKind(Type? Awaited, Type? Result, Type? StreamItem)
{
    /// <summary>Whether the method returns a task or a stream. The suffix <c>Async</c> of its name is then dropped on the wire.</summary>
    public bool IsAsynchronous => Awaited is not null || StreamItem is not null;

    /// <summary>The type that is sent: that of the result or of a stream's items. Null if nil is sent.</summary>
    public Type? SentType => StreamItem ?? Result;

    /// <summary>Analyzes a return type.</summary>
    public static ReturnKind FromType(Type type)
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
