using System.Reflection;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Server.Binding;

/// <summary>A parameter that is filled with received arguments.</summary>
internal sealed class WireParameter
{
    public WireParameter(ParameterInfo parameter)
    {
        Info = parameter;
        Type? item = RestItem(parameter);
        IsRest = item is not null;
        Type = item ?? parameter.ParameterType;
        IsOptional = parameter.IsOptional && !IsRest;
        Default = parameter.HasDefaultValue ? DefaultOf(parameter) : null;
    }

    /// <summary>The parameter in reflection.</summary>
    public ParameterInfo Info { get; }

    /// <summary>The name of the parameter in C#.</summary>
    public string Name => Info.Name ?? $"arg{Info.Position}";

    /// <summary>The type of one argument. For a <c>params</c> parameter it is that of one item.</summary>
    public Type Type { get; }

    /// <summary>Whether the argument can be omitted.</summary>
    public bool IsOptional { get; }

    /// <summary>
    /// Whether the parameter receives all remaining arguments (<c>params</c>). Like Python's <c>*args</c>, it does not accept them as a
    /// single array.
    /// </summary>
    public bool IsRest { get; }

    /// <summary>The value of an omitted argument. Null also stands for the default value of a value type.</summary>
    public object? Default { get; }

    /// <summary>
    /// Returns the parameters that are filled with received arguments: all except those of type <see cref="CancellationToken"/>,
    /// <see cref="CallContext"/> and <see cref="CallOptions"/>. The last is for interfaces that client proxies share.
    /// </summary>
    public static WireParameter[] FromParameters(IEnumerable<ParameterInfo> parameters) =>
        [.. parameters.Where(parameter => IsSent(parameter.ParameterType)).Select(parameter => new WireParameter(parameter))];

    private static bool IsSent(Type type) =>
        type != typeof(CancellationToken) && type != typeof(CallContext) && type != typeof(CallOptions);

    /// <summary>Reflection returns the default value of a nullable enum as a number.</summary>
    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.DefaultValue is { } value && Nullable.GetUnderlyingType(parameter.ParameterType) is { IsEnum: true } type
            ? Enum.ToObject(type, value)
            : parameter.DefaultValue;

    /// <summary>
    /// Returns the item type of a <c>params</c> array or of a <c>params</c> collection that can be filled. Returns null for other
    /// parameters.
    /// </summary>
    private static Type? RestItem(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(ParamArrayAttribute)))
        {
            return type.GetElementType();
        }

        if (!parameter.IsDefined(typeof(ParamCollectionAttribute)))
        {
            return null;
        }

        Type? items = type.GetInterfaces().Append(type)
            .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        Type? item = items?.GetGenericArguments()[0];
        return item is not null && (type.IsAssignableFrom(item.MakeArrayType()) || IsFillable(type, item)) ? item : null;
    }

    private static bool IsFillable(Type type, Type item) =>
        typeof(ICollection<>).MakeGenericType(item).IsAssignableFrom(type) && type.GetConstructor(System.Type.EmptyTypes) is not null;
}
