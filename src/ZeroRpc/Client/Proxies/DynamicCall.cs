using System.Dynamic;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Client.Proxies;

/// <summary>
/// A call through a <c>dynamic</c>. Whether it is to be a call or a stream shows only when it is awaited or converted, so nothing is sent
/// before that; as a call it is sent once, as a stream once for each reading.
/// </summary>
internal sealed class DynamicCall(ZeroRpcClient client, string method, CallOptions options, object?[] args) : DynamicObject
{
    private readonly Lock _gate = new();
    private Type? _sentAs;
    private object? _task;

    /// <summary>Awaits it. The members are dispatched here since the type is internal: what calls them cannot see them.</summary>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        result = (binder.Name, args) switch
        {
            ("GetAwaiter", []) => Awaited().GetAwaiter(),
            ("ConfigureAwait", [bool onContext]) => Awaited().ConfigureAwait(onContext),
            ("ConfigureAwait", [ConfigureAwaitOptions how]) => Awaited().ConfigureAwait(how),
            _ => throw NotAwaited(binder.Name),
        };
        return true;
    }

    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result) => throw NotAwaited(binder.Name);

    /// <inheritdoc/>
    public override bool TryConvert(ConvertBinder binder, out object? result)
    {
        Type type = binder.Type;
        ReturnKind kind = ReturnKind.Of(type);
        if (ContractFaults.OfReturn(type) is not null || !kind.IsAsynchronous)
        {
            throw new InvalidCastException(
                $"The call of '{method}' is no {TypeNames.Of(type)}: await it, or convert it to Task<T>, a stream to IAsyncEnumerable<T>.");
        }

        result = kind.StreamItem is null ? SendAs(type, CallPatterns.Of(type)) : CallPatterns.Of(type)(client, method, options, args);
        return true;
    }

    private Task<object?> Awaited() => (Task<object?>)SendAs(typeof(object), AwaitAsync);

    private object SendAs(Type type, CallPattern pattern)
    {
        lock (_gate)
        {
            _sentAs ??= type;
            return _sentAs == type
                ? _task ??= pattern(client, method, options, args)!
                : throw new InvalidOperationException(
                    $"The call of '{method}' has been sent, for {TypeNames.Of(_sentAs)}: to have it as {TypeNames.Of(type)}, call again.");
        }
    }

    /// <summary>An integer that fits is an int, as a literal is: <c>int n = await py.add_42(1)</c>, and <c>long n</c> as well.</summary>
    private static async Task<object?> AwaitAsync(ZeroRpcClient client, string method, CallOptions options, object?[] args)
    {
        object? value = await client.InvokeAsync<object?>(method, options, args).ConfigureAwait(false);
        return value is long and >= int.MinValue and <= int.MaxValue ? (int)(long)value : value;
    }

    private InvalidOperationException NotAwaited(string member) =>
        new($"The call of '{method}' has no '{member}': await it first, as in (await remote.{method}(…)).{member}.");
}
