using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Server.Binding;

/// <summary>All methods of a server by name, including the built-in ones.</summary>
internal sealed class MethodTable
{
    private readonly FrozenDictionary<byte[], ServiceMethod>.AlternateLookup<ReadOnlySpan<byte>> _methods;

    public MethodTable(string serverName, IEnumerable<ServiceMethod> methods)
    {
        ServerName = serverName;
        _methods = methods
            .ToFrozenDictionary(method => System.Text.Encoding.UTF8.GetBytes(method.Name), Utf8NameComparer.Instance)
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The name of the server, for ping and introspection.</summary>
    public string ServerName { get; }

    /// <summary>Finds a method by its name in UTF-8.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out ServiceMethod? method) =>
        _methods.TryGetValue(utf8Name, out method);
}
