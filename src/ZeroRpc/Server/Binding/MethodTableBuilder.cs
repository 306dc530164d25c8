using System.Reflection;
using System.Text.Json;
using ZeroRpc.Events.Values;
using ZeroRpc.Server.Binding.Introspection;

namespace ZeroRpc.Server.Binding;

/// <summary>Collects services and builds the <see cref="MethodTable"/> of them.</summary>
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

    /// <summary>Exposes an object's public instance methods.</summary>
    /// <exception cref="ArgumentException">
    /// The object is no service or has no method to expose, another service has claimed one of the names, or a name begins with an underscore.
    /// </exception>
    public void AddService(object service, string prefix)
    {
        ArgumentNullException.ThrowIfNull(service);
        ServiceFaults.ThrowIfNoService(service);
        AddMethods(service.GetType(), ExposedMethods.OfInstance(service.GetType()), method => MethodSource.Of(service, method), prefix);
    }

    /// <summary>Exposes a type's public instance methods, called on the object that each call is given.</summary>
    /// <exception cref="ArgumentException">
    /// The type is an open generic one, another service has claimed one of the names, or a name begins with an underscore.
    /// </exception>
    public void AddActivated(Type type, ServiceActivator activator, string prefix)
    {
        ArgumentNullException.ThrowIfNull(activator);
        ThrowIfOpen(type);
        AddMethods(type, ExposedMethods.OfInstance(type), MethodSource.OfActivated, prefix, activator);
    }

    /// <summary>Exposes a type's public static methods.</summary>
    /// <exception cref="ArgumentException">
    /// The type is an open generic one, another service has claimed one of the names, or a name begins with an underscore.
    /// </exception>
    public void AddStatic(Type type, string prefix)
    {
        ThrowIfOpen(type);
        AddMethods(type, ExposedMethods.OfStatic(type), method => MethodSource.Of(target: null, method), prefix);
    }

    /// <summary>Exposes one delegate.</summary>
    /// <exception cref="ArgumentException">
    /// The name is taken, empty or begins with an underscore, or the wire cannot fill one of the delegate's parameters.
    /// </exception>
    public void AddMethod(string name, Delegate handler, string? doc)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        var source = MethodSource.Of(handler);
        if (!ExposedMethods.CanBeCalled(source))
        {
            throw new ArgumentException(
                $"'{name}' cannot be called from the wire: it has a ref, out, in, span or pointer among its parameters or result.",
                nameof(handler));
        }

        Register(name, $"the delegate '{name}'", [source], doc);
    }

    /// <summary>Builds the table, with the built-ins.</summary>
    public MethodTable Build(string? serverName)
    {
        string name = serverName ?? _firstService ?? DefaultServerName;
        return new MethodTable(name, [.. _methods, .. BuiltInMethods.Of(name, _methods, _codec)]);
    }

    /// <summary>Builds a table of the services alone, for whoever cannot answer the built-ins.</summary>
    public MethodTable BuildServices() => new(_firstService ?? DefaultServerName, _methods);

    private static void ThrowIfOpen(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.ContainsGenericParameters)
        {
            throw new ArgumentException($"{type} has open type parameters: name the types, as in List<int>.", nameof(type));
        }
    }

    private void AddMethods(
        Type type, IEnumerable<MethodInfo> methods, Func<MethodInfo, MethodSource> sourceOf, string prefix, ServiceActivator? activator = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        MethodInfo[] exposed = [.. methods];
        ServiceFaults.ThrowIfEmpty(type, exposed.Length > 0);
        _firstService ??= type.Name.Split('`')[0];
        foreach (IGrouping<string, MethodInfo> overloads in exposed.GroupBy(method => WireName.Of(method, _naming, prefix)))
        {
            Register(overloads.Key, type.ToString(), [.. overloads.Select(sourceOf)], doc: null, activator);
        }
    }

    private void Register(string name, string owner, MethodSource[] sources, string? doc, ServiceActivator? activator = null)
    {
        if (name.Length == 0 || name[0] == '_')
        {
            throw new ArgumentException(
                $"The name '{name}' of {owner} is empty or begins with an underscore: such names are the protocol's own or hidden.");
        }

        if (!_owners.TryAdd(name, owner))
        {
            throw new ArgumentException(
                $"Both {_owners[name]} and {owner} claim the name '{name}': give one of them another prefix or name.");
        }

        _methods.Add(new BoundMethod(name, sources, _codec, doc, activator));
    }
}
