using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Server.Binding;

/// <summary>All the names that a server answers, built-ins included.</summary>
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

    /// <summary>The server's name, for ping and introspection.</summary>
    public string ServerName { get; }

    /// <summary>Finds a method by its name as it stands on the wire.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out ServiceMethod? method) =>
        _methods.TryGetValue(utf8Name, out method);
}
