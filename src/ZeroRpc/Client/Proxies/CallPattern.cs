using System.Reflection;

namespace ZeroRpc.Client.Proxies;

/// <summary>Makes a call, and gives what a method of some return type gives: a task, a stream, or the value it blocked for.</summary>
internal delegate object? CallPattern(ZeroRpcClient client, string method, CallOptions options, object?[] args);

/// <summary>The patterns of all return types.</summary>
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

    /// <summary>The pattern of a return type.</summary>
    public static CallPattern Of(Type type)
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

    /// <summary>A remote may answer with a stream, or, as a .NET server does whose method returns this type, with one list.</summary>
    private static IEnumerable<T> ReadItems<T>(ZeroRpcClient client, string method, CallOptions options, object?[] args)
    {
        ZeroRpcReply reply = client.Call(method, options, args);
        foreach (T item in reply.IsStream ? reply.ReadItems<T>() : reply.ReadValue<T[]>())
        {
            yield return item;
        }
    }
}
