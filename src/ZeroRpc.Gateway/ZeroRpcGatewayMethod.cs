namespace ZeroRpc.Gateway;

/// <summary>The resource that the gateway passes to authorization handlers: the method that is called, or is to be shown.</summary>
/// <param name="Service">The name of the service.</param>
/// <param name="Method">The name of the method.</param>
public sealed record ZeroRpcGatewayMethod(string Service, string Method);
