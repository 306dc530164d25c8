using System.Reflection;
using System.Text.Json;

namespace ZeroRpc.Server.Binding;

/// <summary>The name under which a .NET method is called on the wire: servers expose it, proxies call it.</summary>
internal static class WireName
{
    private const string AsyncSuffix = "Async";

    /// <summary>The name with its prefix.</summary>
    public static string Of(MethodInfo method, JsonNamingPolicy? naming, string prefix) =>
        Prefixed(prefix, MethodOrigins.AttributeOf(method)?.Name ?? OwnName(method, naming));

    /// <summary>A name after a prefix, with one dot between them; a prefix may be empty.</summary>
    public static string Prefixed(string prefix, string name) =>
        prefix.Length == 0 || prefix.EndsWith('.') ? prefix + name : $"{prefix}.{name}";

    private static string OwnName(MethodInfo method, JsonNamingPolicy? naming)
    {
        string name = method.Name;
        bool dropSuffix = name.Length > AsyncSuffix.Length && name.EndsWith(AsyncSuffix, StringComparison.Ordinal) &&
            ReturnKind.Of(method.ReturnType).IsAsynchronous;
        name = dropSuffix ? name[..^AsyncSuffix.Length] : name;
        return naming?.ConvertName(name) ?? name;
    }
}
