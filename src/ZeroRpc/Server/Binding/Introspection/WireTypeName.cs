using System.Reflection;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding.Introspection;

/// <summary>
/// The names of .NET types in introspection, in Python's terms: <c>int</c>, <c>float</c>, <c>decimal</c>, <c>str</c>, <c>bytes</c>,
/// <c>bool</c>, <c>list</c>, <c>tuple</c>, <c>dict</c> (also for classes and records), <c>datetime</c>, <c>ext</c>, <c>any</c>, and
/// <c>None</c> for a method without a result. A <c>?</c> follows if the value can be nil.
/// </summary>
/// <param name="enumsAsNames">Whether enums are sent as <c>str</c> instead of <c>int</c>.</param>
internal sealed class WireTypeName(bool enumsAsNames)
{
    /// <summary>Returns the type name of a parameter. For a <c>params</c> parameter it is that of one item.</summary>
    public string Get(WireParameter parameter) => Get(parameter.Type, new NullabilityInfoContext().Create(parameter.Info));

    /// <summary>Returns the type name of a method's result: the awaited value, or the items of a stream.</summary>
    public string GetReturn(MethodSource source)
    {
        if (ReturnKind.FromType(source.ReturnType).SentType is not { } travels)
        {
            return "None";
        }

        NullabilityInfo nullability = new NullabilityInfoContext().Create(source.Method.ReturnParameter);
        while (nullability.Type != travels && nullability.GenericTypeArguments is [var inner])
        {
            nullability = inner;
        }

        return Get(travels, nullability);
    }

    private string Get(Type type, NullabilityInfo nullability)
    {
        string name = NameOf(ValueKinds.Get(type));
        bool takesNil = Nullable.GetUnderlyingType(type) is not null ||
            (!type.IsValueType && nullability.Type == type && nullability.ReadState == NullabilityState.Nullable);
        return takesNil && type != typeof(object) ? name + "?" : name;
    }

    private string NameOf(ValueKind kind) => kind switch
    {
        ValueKind.Boolean => "bool",
        ValueKind.Integer => "int",
        ValueKind.Enum => enumsAsNames ? "str" : "int",
        ValueKind.Float => "float",
        ValueKind.Decimal => "decimal",
        ValueKind.Text => "str",
        ValueKind.Bytes => "bytes",
        ValueKind.Time => "datetime",
        ValueKind.Tuple => "tuple",
        ValueKind.List => "list",
        ValueKind.Dictionary or ValueKind.Record => "dict",
        ValueKind.Extension => "ext",
        _ => "any",
    };
}
