using ZeroRpc.Server.Binding.Documentation;

namespace ZeroRpc.Server.Binding.Introspection;

/// <summary>
/// What introspection tells of a name. One entry stands for all its overloads: the arguments are those of the overload with the most
/// parameters (of several, the first), the documentation that of the first overload that has one.
/// </summary>
/// <param name="method">The methods behind the name.</param>
/// <param name="types">How types are called.</param>
internal sealed class InspectionEntry(BoundMethod method, WireTypeName types)
{
    private readonly MethodOverload _widest = method.Overloads.MaxBy(overload => overload.Parameters.Length)!;
    private readonly Lazy<string?> _doc = new(() => method.Doc is { } given
        ? DocText.Clean(given)
        : method.Overloads.Select(overload => MethodDoc.Of(overload.Source.Method)).FirstOrDefault(doc => doc is not null));

    /// <summary>The name on the wire.</summary>
    public string Name => method.Name;

    /// <summary>The documentation; null where there is none.</summary>
    public string? Doc => _doc.Value;

    /// <summary>
    /// The shape of Python's argspec: names, the name of <c>*args</c>, nil for <c>**kwargs</c>, and the defaults of the last arguments
    /// or nil.
    /// </summary>
    public object?[] ArgSpec()
    {
        WireParameter[] named = Named();
        int required = Array.FindLastIndex(named, parameter => !parameter.IsOptional) + 1;
        object?[] defaults = [.. named[required..].Select(parameter => parameter.Default)];
        return
        [
            named.Select(parameter => parameter.Name).ToArray(),
            _widest.Parameters.FirstOrDefault(parameter => parameter.IsRest)?.Name,
            null,
            defaults.Length == 0 ? null : defaults,
        ];
    }

    /// <summary>
    /// An entry of <c>_zerorpc_inspect</c>: Python's <c>args</c> and <c>doc</c>, and besides each argument's <c>type</c>, <c>returns</c>
    /// and <c>stream</c>.
    /// </summary>
    public Dictionary<string, object?> Entry() => new()
    {
        ["args"] = Named().Select(Argument).ToArray(),
        ["doc"] = Doc,
        ["returns"] = types.OfReturn(_widest.Source),
        ["stream"] = ReturnKind.Of(_widest.Source.ReturnType).StreamItem is not null,
    };

    private WireParameter[] Named() => [.. _widest.Parameters.Where(parameter => !parameter.IsRest)];

    private Dictionary<string, object?> Argument(WireParameter parameter)
    {
        var argument = new Dictionary<string, object?> { ["name"] = parameter.Name };
        if (parameter.IsOptional)
        {
            argument["default"] = parameter.Default;
        }

        argument["type"] = types.Of(parameter);
        return argument;
    }
}
