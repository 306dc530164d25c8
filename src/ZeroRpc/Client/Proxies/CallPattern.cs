using System.Reflection;

namespace ZeroRpc.Client.Proxies;

/// <summary>Makes a call and returns the value that the proxy method returns: a task, a stream, or the result of a blocking call.</summary>
internal delegate object? CallPattern(ZeroRpcClient client, string method, CallOptions options, object?[] args);

/// <summary>The call patterns of all return types.</summary>
internal static class CallPatterns
{
    private static readonly Dictionary<Type, CallPattern> s_plain = new()
    {
        [typeof(Task)] = (client, method, options, args) => client.InvokeAsync(method, options, args),
        [typeof(ValueTask)] = (client, method, options, args) => new ValueTask(client.InvokeAsync(method, options, args)),
        [typeof(void)] = (client, method, options, args) =>
        {
            client.Invoke(method, options, args);
            return null;
        },
    };

    private static readonly Dictionary<Type, string> s_generic = new()
    {
        [typeof(Task<>)] = nameof(TaskOf),
        [typeof(ValueTask<>)] = nameof(ValueTaskOf),
        [typeof(IAsyncEnumerable<>)] = nameof(StreamOf),
        [typeof(IEnumerable<>)] = nameof(ItemsOf),
    };

    /// <summary>Returns the pattern of a return type.</summary>
    public static CallPattern Get(Type type)
    {
        if (s_plain.TryGetValue(type, out CallPattern? plain))
        {
            return plain;
        }

        return type.IsGenericType && s_generic.TryGetValue(type.GetGenericTypeDefinition(), out string? generic)
            ? Make(generic, type.GetGenericArguments()[0])
            : Make(nameof(ValueOf), type);
    }

    private static CallPattern Make(string generic, Type type) =>
        (CallPattern)typeof(CallPatterns).GetMethod(generic, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .Invoke(null, null)!;

    private static CallPattern TaskOf<T>() => (client, method, options, args) => client.InvokeAsync<T>(method, options, args);

    private static CallPattern ValueTaskOf<T>() =>
        (client, method, options, args) => new ValueTask<T>(client.InvokeAsync<T>(method, options, args));

    private static CallPattern StreamOf<T>() => (client, method, options, args) => client.StreamAsync<T>(method, options, args);

    private static CallPattern ValueOf<T>() => (client, method, options, args) => client.Invoke<T>(method, options, args);

    private static CallPattern ItemsOf<T>() => ReadItems<T>;

    /// <summary>Reads the items of a stream or of a list. A .NET server whose method returns IEnumerable replies with a list.</summary>
    private static IEnumerable<T> ReadItems<T>(ZeroRpcClient client, string method, CallOptions options, object?[] args)
    {
        ZeroRpcReply reply = client.Call(method, options, args);
        foreach (T item in reply.IsStream ? reply.ReadItems<T>() : reply.ReadValue<T[]>())
        {
            yield return item;
        }
    }
}
