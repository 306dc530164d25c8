using System.Collections;
using System.Reflection;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Client.Proxies;

/// <summary>One method of a contract: its name on the wire, the arguments to send, and the call pattern of its return type.</summary>
internal sealed class ContractMethod
{
    private readonly string _name;
    private readonly CallPattern _pattern;
    private readonly WireParameter[] _sent;
    private readonly bool _sentAsGiven;
    private readonly int _setting;

    public ContractMethod(MethodInfo method, ZeroRpcProxyOptions options)
    {
        ParameterInfo[] parameters = method.GetParameters();
        _name = WireName.Get(method, options.MethodNaming, options.Prefix);
        _pattern = CallPatterns.Get(method.ReturnType);
        Defaults = OwnOptions(method).Over(options.CallOptions);
        _sent = WireParameter.FromParameters(parameters);
        _sentAsGiven = _sent.Length == parameters.Length && !_sent.Any(parameter => parameter.IsRest);
        _setting = Array.FindIndex(parameters, parameter => CallSetting.IsSetting(parameter.ParameterType));
    }

    /// <summary>The default options of the method's calls: those of the method's attribute, then those of the proxy.</summary>
    public CallOptions Defaults { get; }

    /// <summary>Calls the remote method and returns the value that the proxy method returns.</summary>
    public object? Invoke(ZeroRpcClient client, object?[] arguments) => _pattern(
        client,
        _name,
        _setting < 0 ? Defaults : CallSetting.Combine(Defaults, arguments[_setting]),
        _sentAsGiven ? arguments : Sent(arguments));

    private static CallOptions OwnOptions(MethodInfo method) => method.GetCustomAttribute<ZeroRpcCallAttribute>() is { } attribute
        ? new CallOptions { Timeout = TimeoutOf(attribute.TimeoutSeconds), IsIdempotent = attribute.IsIdempotent }
        : default;

    private static TimeSpan? TimeoutOf(double seconds) => seconds switch
    {
        0 => null,
        double.PositiveInfinity => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.FromSeconds(seconds),
    };

    private object?[] Sent(object?[] arguments)
    {
        List<object?> sent = new(arguments.Length);
        foreach (WireParameter parameter in _sent)
        {
            object? argument = arguments[parameter.Info.Position];
            if (parameter.IsRest)
            {
                ArgumentNullException.ThrowIfNull(argument, parameter.Name);
                sent.AddRange(((IEnumerable)argument).Cast<object?>());
            }
            else
            {
                sent.Add(argument);
            }
        }

        return [.. sent];
    }
}
