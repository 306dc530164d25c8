namespace ZeroRpc;

/// <summary>
/// Configures how a method is exposed. On a method of an interface, the attribute applies to proxies of the interface
/// (<see cref="ZeroRpcClient.CreateProxy{T}"/>), and to classes that implement it unless their method has the attribute itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZeroRpcMethodAttribute : Attribute
{
    /// <summary>Exposes the method under its C# name, converted by the naming policy of the server.</summary>
    public ZeroRpcMethodAttribute()
    {
    }

    /// <summary>
    /// Exposes the method under <paramref name="name"/>. The naming policy is not applied, and the suffix <c>Async</c> is not removed.
    /// </summary>
    /// <param name="name">The name on the wire.</param>
    public ZeroRpcMethodAttribute(string name) => Name = name;

    /// <summary>The name on the wire. Null to use the name of the method.</summary>
    public string? Name { get; }

    /// <summary>
    /// The documentation that introspection returns. Null, the default, to use the <c>[Description]</c> attribute or the XML documentation
    /// of the method.
    /// </summary>
    public string? Doc { get; init; }

    /// <summary>Whether the method is not exposed. False by default.</summary>
    public bool IsHidden { get; init; }
}
