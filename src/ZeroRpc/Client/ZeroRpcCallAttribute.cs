namespace ZeroRpc;

/// <summary>
/// The default options of a proxy method's calls. Options of a single call take precedence. Servers ignore this attribute.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZeroRpcCallAttribute : Attribute
{
    /// <summary>
    /// How long to wait for the first reply, in seconds. <see cref="Double.PositiveInfinity"/> waits without limit; 0, the default, uses
    /// the options of the proxy and the client. <see cref="ZeroRpcClient.CreateProxy{T}(ZeroRpcProxyOptions)"/> throws an exception for any
    /// other value that is not a positive duration.
    /// </summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Whether the method can run twice without harm, as in <see cref="CallOptions.IsIdempotent"/>. False by default.</summary>
    public bool IsIdempotent { get; init; }
}
