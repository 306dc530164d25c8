namespace ZeroRpc;

/// <summary>How a proxy calls a method, where the call itself does not say; servers do not heed it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZeroRpcCallAttribute : Attribute
{
    /// <summary>
    /// How long to wait for the first reply, in seconds; <see cref="double.PositiveInfinity"/> for ever; 0, the default, leaves it to the
    /// proxy's and the client's options. <see cref="ZeroRpcClient.CreateProxy{T}(ZeroRpcProxyOptions)"/> refuses what is no time.
    /// </summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Whether the method may run twice without harm, as <see cref="CallOptions.Idempotent"/>; false by default.</summary>
    public bool Idempotent { get; init; }
}
