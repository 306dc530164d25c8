using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>Validates endpoints without binding or connecting. Use it to check a configuration before the endpoints are used.</summary>
public static class ZeroRpcEndpoint
{
    /// <summary>Throws an exception if the endpoint cannot be bound.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://0.0.0.0:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">
    /// The endpoint is malformed. The message states the problem and the correct form.
    /// </exception>
    public static void ValidateForBind(string endpoint) => Endpoint.ForBind(endpoint);

    /// <summary>Throws an exception if the endpoint cannot be connected to.</summary>
    /// <param name="endpoint">The endpoint, such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">
    /// The endpoint is malformed. The message states the problem and the correct form.
    /// </exception>
    public static void ValidateForConnect(string endpoint) => Endpoint.ForConnect(endpoint);
}
