using System.Dynamic;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Client.Proxies;

/// <summary>
/// A remote service, or the methods below a prefix of it, as <c>dynamic</c>. Any member name is accepted, as a method or as a further
/// prefix.
/// </summary>
/// <param name="client">The client that makes the calls.</param>
/// <param name="options">The options of the proxy.</param>
/// <param name="prefix">The prefix of the method names.</param>
internal sealed class DynamicService(ZeroRpcClient client, ZeroRpcProxyOptions options, string prefix) : DynamicObject
{
    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = new DynamicService(client, options, WireName.AddPrefix(prefix, binder.Name));
        return true;
    }

    /// <inheritdoc/>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        string method = WireName.AddPrefix(prefix, options.MethodNaming?.ConvertName(binder.Name) ?? binder.Name);
        if (binder.CallInfo.ArgumentNames.Count > 0)
        {
            throw new ArgumentException(
                $"'{method}' is called with the named argument '{binder.CallInfo.ArgumentNames[0]}': " +
                "the protocol has no named arguments. Pass arguments by position.");
        }

        result = CallOf(method, args ?? []);
        return true;
    }

    private DynamicCall CallOf(string method, object?[] args)
    {
        object? setting = args is [.., var last] && CallSetting.IsSetting(last?.GetType()) ? last : null;
        object?[] sent = setting is null ? args : args[..^1];
        return sent.FirstOrDefault(argument => CallSetting.IsSetting(argument?.GetType())) is { } misplaced
            ? throw new ArgumentException(
                $"A {misplaced.GetType().Name} is among the arguments of '{method}' and would be sent: " +
                "pass it as the last argument, and only one.")
            : new DynamicCall(client, method, CallSetting.Combine(options.CallOptions, setting), sent);
    }
}
