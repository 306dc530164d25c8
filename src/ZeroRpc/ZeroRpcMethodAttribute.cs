namespace ZeroRpc;

/// <summary>
/// Says how a method is exposed, where its own name and documentation do not say it well enough. On a method of an interface it counts for
/// classes that implement it, where they have none of their own, and for proxies (<see cref="ZeroRpcClient.CreateProxy{T}"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZeroRpcMethodAttribute : Attribute
{
    /// <summary>Exposes the method under its own name, after the server's naming policy.</summary>
    public ZeroRpcMethodAttribute()
    {
    }

    /// <summary>Exposes the method under <paramref name="name"/>, as it is: no naming policy, no dropped suffix.</summary>
    public ZeroRpcMethodAttribute(string name) => Name = name;

    /// <summary>The name on the wire; null for the method's own.</summary>
    public string? Name { get; }

    /// <summary>What introspection tells of the method; null for its <c>[Description]</c> or XML documentation.</summary>
    public string? Doc { get; init; }

    /// <summary>Whether the method is not exposed at all; false by default.</summary>
    public bool Hidden { get; init; }
}
