using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding.Introspection;

/// <summary>
/// The six built-in methods of every server (docs/protocol.md, section 7). Their results have the same structure as Python's.
/// </summary>
internal static class BuiltInMethods
{
    /// <summary>Creates the built-in methods for the methods of a server.</summary>
    public static IEnumerable<ServiceMethod> Create(string serverName, IEnumerable<BoundMethod> methods, ValueCodec codec)
    {
        var types = new WireTypeName(codec.WriteEnumsAsNames);
        InspectionEntry[] described = [.. methods.Select(method => new InspectionEntry(method, types))];
        Dictionary<string, InspectionEntry> byName = described.ToDictionary(method => method.Name);
        var inspected = new Lazy<Dictionary<string, object?>>(() => Inspect(serverName, described));

        // Python describes the built-in methods on request, although it does not list them.
        BoundMethod[] builtIns =
        [
            BuiltIn("_zerorpc_ping", () => (string[])["pong", serverName]),
            BuiltIn("_zerorpc_name", () => serverName),
            BuiltIn("_zerorpc_list", () => described.Select(method => method.Name).ToArray()),
            BuiltIn("_zerorpc_help", (string method) => Find(method).Doc),
            BuiltIn("_zerorpc_args", (string method) => Find(method).ArgSpec()),
            BuiltIn("_zerorpc_inspect", () => inspected.Value),
        ];
        foreach (BoundMethod builtIn in builtIns)
        {
            byName.Add(builtIn.Name, new InspectionEntry(builtIn, types));
        }

        return builtIns;

        BoundMethod BuiltIn(string name, Delegate handler) => new(name, [MethodSource.From(handler)], codec);

        // The error and the quoted name are those of a failed dictionary lookup in Python.
        InspectionEntry Find(string name) =>
            byName.TryGetValue(name, out InspectionEntry? found) ? found : throw new RemoteException("KeyError", $"'{name}'");
    }

    private static Dictionary<string, object?> Inspect(string serverName, InspectionEntry[] methods) => new()
    {
        ["name"] = serverName,
        ["methods"] = methods.ToDictionary(method => method.Name, method => (object?)method.Entry()),
    };
}
