using System.Reflection;
using System.Text.Json;

namespace ZeroRpc.Server.Binding;

/// <summary>The name of a .NET method on the wire. Servers expose the method under this name, and proxies call it.</summary>
internal static class WireName
{
    private const string AsyncSuffix = "Async";

    /// <summary>Returns the name with its prefix.</summary>
    public static string Get(MethodInfo method, JsonNamingPolicy? naming, string prefix) =>
        AddPrefix(prefix, MethodOrigins.FindAttribute(method)?.Name ?? OwnName(method, naming));

    /// <summary>Joins a prefix and a name with one dot. The prefix can be empty.</summary>
    public static string AddPrefix(string prefix, string name) =>
        prefix.Length == 0 || prefix.EndsWith('.') ? prefix + name : $"{prefix}.{name}";

    private static string OwnName(MethodInfo method, JsonNamingPolicy? naming)
    {
        string name = method.Name;
        bool dropSuffix = name.Length > AsyncSuffix.Length && name.EndsWith(AsyncSuffix, StringComparison.Ordinal) &&
            ReturnKind.FromType(method.ReturnType).IsAsynchronous;
        name = dropSuffix ? name[..^AsyncSuffix.Length] : name;
        return naming?.ConvertName(name) ?? name;
    }
}
