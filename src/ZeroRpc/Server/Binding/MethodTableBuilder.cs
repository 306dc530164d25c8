using System.Reflection;
using System.Text.Json;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding.Introspection;

namespace ZeroRpc.Server.Binding;

/// <summary>Collects services and builds a <see cref="MethodTable"/> from them.</summary>
internal sealed class MethodTableBuilder
{
    private const string DefaultServerName = "ZeroRpc";

    private readonly JsonNamingPolicy? _naming;
    private readonly ValueCodec _codec;
    private readonly List<BoundMethod> _methods = [];
    private readonly Dictionary<string, string> _owners = [];
    private string? _firstService;

    public MethodTableBuilder(JsonNamingPolicy? naming, ValueCodec codec)
    {
        _naming = naming;
        _codec = codec;
    }

    /// <summary>Exposes the public instance methods of an object.</summary>
    /// <exception cref="ArgumentException">
    /// The object is not a service, or has a method that cannot be called remotely or none at all. Another service has exposed one of the
    /// names, or a name is empty or starts with an underscore.
    /// </exception>
    public void AddService(object service, string prefix)
    {
        ArgumentNullException.ThrowIfNull(service);
        ServiceFaults.ThrowIfNotService(service);
        AddMethods(service.GetType(), ExposedMethods.OfInstance(service.GetType()), method => MethodSource.From(service, method), prefix);
    }

    /// <summary>Exposes the public instance methods of a type. An activator provides the instance for each call.</summary>
    /// <exception cref="ArgumentException">
    /// The type is an open generic type, or has a method that cannot be called remotely or none at all. Another service has exposed one of
    /// the names, or a name is empty or starts with an underscore.
    /// </exception>
    public void AddActivated(Type type, ServiceActivator activator, string prefix)
    {
        ArgumentNullException.ThrowIfNull(activator);
        ThrowIfOpen(type);
        AddMethods(type, ExposedMethods.OfInstance(type), MethodSource.FromActivated, prefix, activator);
    }

    /// <summary>Exposes the public static methods of a type.</summary>
    /// <exception cref="ArgumentException">
    /// The type is an open generic type, or has a method that cannot be called remotely or none at all. Another service has exposed one of
    /// the names, or a name is empty or starts with an underscore.
    /// </exception>
    public void AddStatic(Type type, string prefix)
    {
        ThrowIfOpen(type);
        AddMethods(type, ExposedMethods.OfStatic(type), method => MethodSource.From(target: null, method), prefix);
    }

    /// <summary>Exposes a delegate.</summary>
    /// <exception cref="ArgumentException">
    /// The name is in use, is empty or starts with an underscore, or the delegate cannot be called remotely.
    /// </exception>
    public void AddMethod(string name, Delegate handler, string? doc)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        var source = MethodSource.From(handler);
        ServiceFaults.ThrowIfAny("The delegate", MethodFaults.Find(source, _codec, $"'{name}'"));
        Register(new BoundMethod(name, [source], _codec, doc), $"the delegate '{name}'");
    }

    /// <summary>Builds the table, including the built-in methods.</summary>
    public MethodTable Build(string? serverName)
    {
        string name = serverName ?? _firstService ?? DefaultServerName;
        return new MethodTable(name, [.. _methods, .. BuiltInMethods.Create(name, _methods, _codec)]);
    }

    /// <summary>Builds a table without the built-in methods, for receivers of one-way events, which cannot reply.</summary>
    public MethodTable BuildServices() => new(_firstService ?? DefaultServerName, _methods);

    private static void ThrowIfOpen(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.ContainsGenericParameters)
        {
            throw new ArgumentException($"{type} has open type parameters: specify the type arguments, as in List<int>.", nameof(type));
        }
    }

    private void AddMethods(
        Type type, IEnumerable<MethodInfo> methods, Func<MethodInfo, MethodSource> sourceOf, string prefix, ServiceActivator? activator = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        (List<MethodSource> callable, List<string> faults) = MethodFaults.Separate(methods.Select(sourceOf), _codec);
        BoundMethod[] bound =
        [
            .. callable
                .GroupBy(source => WireName.Get(source.Method, _naming, prefix))
                .Select(overloads => new BoundMethod(overloads.Key, overloads, _codec, doc: null, activator))
        ];
        ServiceFaults.ThrowIfAny(
            type.ToString(),
            faults.Concat(bound.SelectMany(MethodFaults.FindInOverloads)),
            "[ZeroRpcMethod(IsHidden = true)] hides a method that is not meant for callers.");
        ServiceFaults.ThrowIfEmpty(type, bound.Length > 0);
        _firstService ??= type.Name.Split('`')[0];
        foreach (BoundMethod method in bound)
        {
            Register(method, type.ToString());
        }
    }

    private void Register(BoundMethod method, string owner)
    {
        string name = method.Name;
        if (name.Length == 0 || name[0] == '_')
        {
            throw new ArgumentException(
                $"The name '{name}' of {owner} is empty or starts with an underscore: such names are reserved by the protocol or hidden.");
        }

        if (!_owners.TryAdd(name, owner))
        {
            throw new ArgumentException(
                $"Both {_owners[name]} and {owner} expose the name '{name}': give one of them another prefix or name.");
        }

        _methods.Add(method);
    }
}
