using System.Reflection;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Server.Binding;

/// <summary>A parameter that the wire fills.</summary>
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

    /// <summary>The parameter as reflection knows it.</summary>
    public ParameterInfo Info { get; }

    /// <summary>Its C# name.</summary>
    public string Name => Info.Name ?? $"arg{Info.Position}";

    /// <summary>The type of one argument: the item's type where the parameter takes all the rest.</summary>
    public Type Type { get; }

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; }

    /// <summary>
    /// Whether it takes all remaining arguments (<c>params</c>). It never takes them as one array, as Python's <c>*args</c> does not.
    /// </summary>
    public bool IsRest { get; }

    /// <summary>What stands for it when it is left out; null also for a type's own default.</summary>
    public object? Default { get; }

    /// <summary>
    /// The parameters that the wire fills: all but those of <see cref="CancellationToken"/>, <see cref="CallContext"/> and
    /// <see cref="CallOptions"/>, which a contract may have for its caller.
    /// </summary>
    public static WireParameter[] Of(IEnumerable<ParameterInfo> parameters) =>
        [.. parameters.Where(parameter => Travels(parameter.ParameterType)).Select(parameter => new WireParameter(parameter))];

    private static bool Travels(Type type) =>
        type != typeof(CancellationToken) && type != typeof(CallContext) && type != typeof(CallOptions);

    /// <summary>Reflection tells the default of a nullable enum as a number.</summary>
    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.DefaultValue is { } value && Nullable.GetUnderlyingType(parameter.ParameterType) is { IsEnum: true } type
            ? Enum.ToObject(type, value)
            : parameter.DefaultValue;

    /// <summary>The item type of a <c>params</c> array or of a collection that can be filled; null for an ordinary parameter.</summary>
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
