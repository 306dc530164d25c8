using System.Reflection;

namespace ZeroRpc.Client.Proxies;

/// <summary>
/// The base class of the types that <see cref="DispatchProxy"/> generates, one for each interface. DispatchProxy boxes the arguments into
/// the array that a call needs anyway, so generated code would save little (benchmarks/README.md, row "proxy").
/// </summary>
internal class InterfaceProxy : DispatchProxy
{
    private ZeroRpcClient _client = null!;
    private Contract _contract = null!;

    /// <summary>Creates a proxy for an interface.</summary>
    public static T Create<T>(ZeroRpcClient client, Contract contract)
        where T : class
    {
        T made = Create<T, InterfaceProxy>();
        var proxy = (InterfaceProxy)(object)made;
        proxy._client = client;
        proxy._contract = contract;
        return made;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_contract.Find(targetMethod!) is { } method)
        {
            return method.Invoke(_client, args ?? []);
        }

        // Dispose or DisposeAsync. The proxy does not own the client, so it does not dispose it.
        return targetMethod!.ReturnType == typeof(ValueTask) ? ValueTask.CompletedTask : null;
    }
}
