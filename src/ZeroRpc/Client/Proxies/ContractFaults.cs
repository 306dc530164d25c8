using System.Reflection;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Client.Proxies;

/// <summary>Explains why a member of an interface cannot call a remote method, and what to change.</summary>
internal static class ContractFaults
{
    /// <summary>Returns the explanation, or null if the member can be called.</summary>
    public static string? Find(MemberInfo member)
    {
        string? fault = member switch
        {
            PropertyInfo => "is a property: make it a method.",
            EventInfo => "is an event: make it a method that returns IAsyncEnumerable<T>.",
            MethodInfo { IsSpecialName: false } method => FindInMethod(method),
            _ => null,
        };
        return fault is null ? null : $"{TypeNames.Format(member.DeclaringType!)}.{member.Name} {fault}";
    }

    /// <summary>Explains why a call cannot have this return type. Returns null if it can.</summary>
    public static string? FindInReturnType(Type type)
    {
        ReturnKind kind = ReturnKind.FromType(type);
        if (!ExposedMethods.IsOrdinary(type))
        {
            return "returns a reference, a span or a pointer: return a value, and bytes as byte[].";
        }

        if (kind.StreamItem is { } item && type != typeof(IAsyncEnumerable<>).MakeGenericType(item))
        {
            return $"returns {TypeNames.Format(type)}: declare a stream as IAsyncEnumerable<{TypeNames.Format(item)}>.";
        }

        return typeof(Task).IsAssignableFrom(type) && type != kind.Awaited
            ? $"returns {TypeNames.Format(type)}: return Task or Task<T>."
            : null;
    }

    private static string? FindInMethod(MethodInfo method) => method switch
    {
        { IsStatic: true, IsAbstract: true } => "is static: make it an instance method.",
        { IsAbstract: false, IsVirtual: true, IsFinal: false } =>
            "has a body, which a proxy cannot run: make it an extension method, or remove the body.",
        { IsAbstract: false } => null,
        { IsGenericMethodDefinition: true } =>
            "is generic, and its type arguments are not sent: declare a method for each type, or make the interface generic.",
        _ => FindInAttributes(method) ?? FindInParameters(method.GetParameters()) ?? FindInReturnType(method.ReturnType),
    };

    private static string? FindInAttributes(MethodInfo method)
    {
        if (method.GetCustomAttribute<ZeroRpcMethodAttribute>() is { IsHidden: true } or { Name.Length: 0 })
        {
            return "is hidden, or has an empty name, by [ZeroRpcMethod]: it cannot be called.";
        }

        return method.GetCustomAttribute<ZeroRpcCallAttribute>() is { TimeoutSeconds: var seconds } && !IsTimeout(seconds)
            ? FormattableString.Invariant($"has [ZeroRpcCall(TimeoutSeconds = {seconds})], which is not a valid timeout: ") +
                "use a positive number of seconds, double.PositiveInfinity for no timeout, or 0 for the client's timeout."
            : null;
    }

    /// <summary>Returns true if the value is one of the special values or a duration in the range of TimeSpan.</summary>
    private static bool IsTimeout(double seconds) =>
        seconds is 0 or double.PositiveInfinity
            || (seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds && TimeSpan.FromSeconds(seconds) > TimeSpan.Zero);

    private static string? FindInParameters(ParameterInfo[] parameters)
    {
        if (parameters.FirstOrDefault(parameter => !ExposedMethods.IsOrdinary(parameter.ParameterType)) is { } odd)
        {
            return $"takes '{odd.Name}' by reference, or as a span or pointer: take values, and bytes as byte[].";
        }

        if (Array.Find(parameters, parameter => CallSetting.IsSetting(Nullable.GetUnderlyingType(parameter.ParameterType))) is { } nullable)
        {
            return $"takes '{nullable.Name}' as a nullable type, which would be sent as an argument: " +
                "take the type itself, with default as its default value.";
        }

        return parameters.Count(parameter => CallSetting.IsSetting(parameter.ParameterType)) > 1
            ? "takes more than one CancellationToken or CallOptions: take only one. CallOptions contains a token."
            : null;
    }
}
