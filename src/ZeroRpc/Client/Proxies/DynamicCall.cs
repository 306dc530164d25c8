using System.Dynamic;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Client.Proxies;

/// <summary>
/// A call made through <c>dynamic</c>. Only awaiting or converting it shows whether it is a call or a stream, so nothing is sent before. A
/// call is sent once; a stream is requested once per enumeration.
/// </summary>
internal sealed class DynamicCall(ZeroRpcClient client, string method, CallOptions options, object?[] args) : DynamicObject
{
    private readonly Lock _gate = new();
    private Type? _sentAs;
    private object? _task;

    /// <summary>Awaits the call. Members are dispatched here, because the code that uses them cannot access this internal type.</summary>
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
        ReturnKind kind = ReturnKind.FromType(type);
        if (ContractFaults.FindInReturnType(type) is not null || !kind.IsAsynchronous)
        {
            throw new InvalidCastException(
                $"The call of '{method}' cannot be converted to {TypeNames.Format(type)}: await it, or convert it to Task<T>, " +
                "or a stream to IAsyncEnumerable<T>.");
        }

        result = kind.StreamItem is null ? SendAs(type, CallPatterns.Get(type)) : CallPatterns.Get(type)(client, method, options, args);
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
                    $"The call of '{method}' was already sent with the result type {TypeNames.Format(_sentAs)}: " +
                    $"to get {TypeNames.Format(type)}, call again.");
        }
    }

    /// <summary>
    /// Awaits the call. An integer in the range of int is returned as int, like a literal. Both <c>int n = await py.add_42(1)</c> and
    /// <c>long n = …</c> then work.
    /// </summary>
    private static async Task<object?> AwaitAsync(ZeroRpcClient client, string method, CallOptions options, object?[] args)
    {
        object? value = await client.InvokeAsync<object?>(method, options, args).ConfigureAwait(false);
        return value is long and >= int.MinValue and <= int.MaxValue ? (int)(long)value : value;
    }

    private InvalidOperationException NotAwaited(string member) =>
        new($"The call of '{method}' has no '{member}': await it first, as in (await remote.{method}(…)).{member}.");
}
