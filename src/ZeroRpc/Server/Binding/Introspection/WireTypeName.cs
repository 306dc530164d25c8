using System.Reflection;
using ZeroRpc.Server.Binding.Overloads;

namespace ZeroRpc.Server.Binding.Introspection;

/// <summary>
/// A .NET type in introspection, in Python's words: <c>int</c>, <c>float</c>, <c>decimal</c>, <c>str</c>, <c>bytes</c>, <c>bool</c>,
/// <c>list</c>, <c>tuple</c>, <c>dict</c> (also classes and records), <c>datetime</c>, <c>ext</c>, <c>any</c>, and <c>None</c> for a method
/// that returns nothing; with <c>?</c> where nil may stand for it.
/// </summary>
/// <param name="enumsAsNames">Whether enums are <c>str</c>, not <c>int</c>.</param>
internal sealed class WireTypeName(bool enumsAsNames)
{
    /// <summary>The name of a parameter's type; of one item's where the parameter takes all the rest.</summary>
    public string Of(WireParameter parameter) => Of(parameter.Type, new NullabilityInfoContext().Create(parameter.Info));

    /// <summary>The name of what a method answers: a stream's items, or the value that a task gives.</summary>
    public string OfReturn(MethodSource source)
    {
        if (ReturnKind.Of(source.ReturnType).Travels is not { } travels)
        {
            return "None";
        }

        NullabilityInfo nullability = new NullabilityInfoContext().Create(source.Method.ReturnParameter);
        while (nullability.Type != travels && nullability.GenericTypeArguments is [var inner])
        {
            nullability = inner;
        }

        return Of(travels, nullability);
    }

    private string Of(Type type, NullabilityInfo nullability)
    {
        string name = NameOf(ValueKinds.Of(type));
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
