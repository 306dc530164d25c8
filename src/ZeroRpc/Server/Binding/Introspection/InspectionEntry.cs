using ZeroRpc.Server.Binding.Documentation;

namespace ZeroRpc.Server.Binding.Introspection;

/// <summary>
/// The description of a method for introspection. One entry describes all overloads of a name: the arguments are those of the overload with
/// the most parameters (the first of several), and the documentation is that of the first documented overload.
/// </summary>
/// <param name="method">The .NET methods behind the name.</param>
/// <param name="types">Provides the names of types.</param>
internal sealed class InspectionEntry(BoundMethod method, WireTypeName types)
{
    private readonly MethodOverload _widest = method.Overloads.MaxBy(overload => overload.Parameters.Length)!;
    private readonly Lazy<string?> _doc = new(() => method.Doc is { } given
        ? DocText.Clean(given)
        : method.Overloads.Select(overload => MethodDoc.Find(overload.Source.Method)).FirstOrDefault(doc => doc is not null));

    /// <summary>The name on the wire.</summary>
    public string Name => method.Name;

    /// <summary>The documentation, or null if there is none.</summary>
    public string? Doc => _doc.Value;

    /// <summary>
    /// Returns the argspec in Python's form: the argument names, the name of <c>*args</c>, nil for <c>**kwargs</c>, and the defaults of the
    /// last arguments or nil.
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
    /// Returns an entry of <c>_zerorpc_inspect</c>: <c>args</c> and <c>doc</c> as in Python, and additionally the <c>type</c> of each
    /// argument, <c>returns</c> and <c>stream</c>.
    /// </summary>
    public Dictionary<string, object?> Entry() => new()
    {
        ["args"] = Named().Select(Argument).ToArray(),
        ["doc"] = Doc,
        ["returns"] = types.GetReturn(_widest.Source),
        ["stream"] = ReturnKind.FromType(_widest.Source.ReturnType).StreamItem is not null,
    };

    private WireParameter[] Named() => [.. _widest.Parameters.Where(parameter => !parameter.IsRest)];

    private Dictionary<string, object?> Argument(WireParameter parameter)
    {
        var argument = new Dictionary<string, object?> { ["name"] = parameter.Name };
        if (parameter.IsOptional)
        {
            argument["default"] = parameter.Default;
        }

        argument["type"] = types.Get(parameter);
        return argument;
    }
}
