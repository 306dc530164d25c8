using System.Diagnostics.CodeAnalysis;

namespace ZeroRpc.Rpc.Binding;

/// <summary>All the names that a server answers, built-ins included.</summary>
internal sealed class MethodTable
{
    /// <summary>The server's name, for ping and introspection.</summary>
    public string ServerName => throw new NotSupportedException();

    /// <summary>Finds a method by its name as it stands on the wire.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out ServiceMethod? method) => throw new NotSupportedException();
}
