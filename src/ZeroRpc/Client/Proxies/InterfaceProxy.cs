using System.Reflection;

namespace ZeroRpc.Client.Proxies;

/// <summary>
/// The base of the classes that <see cref="DispatchProxy"/> writes, one for each interface. It boxes arguments into the very array that a
/// call takes, so generated calls of our own could save little (benchmarks/README.md has the figures).
/// </summary>
internal class InterfaceProxy : DispatchProxy
{
    private ZeroRpcClient _client = null!;
    private Contract _contract = null!;

    /// <summary>Makes a proxy for an interface.</summary>
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

        // Dispose or DisposeAsync: the client is not the proxy's to end.
        return targetMethod!.ReturnType == typeof(ValueTask) ? ValueTask.CompletedTask : null;
    }
}
