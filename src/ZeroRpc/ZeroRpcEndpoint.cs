using ZeroRpc.Transport;

namespace ZeroRpc;

/// <summary>Checks endpoints as they are written, for whoever reads them long before they are used. Nothing is listened on or connected to.</summary>
public static class ZeroRpcEndpoint
{
    /// <summary>Refuses what cannot be listened on.</summary>
    /// <param name="endpoint">Such as <c>tcp://0.0.0.0:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">It is malformed: the message says what is wrong and what is right.</exception>
    public static void ValidateForBind(string endpoint) => Endpoint.ForBind(endpoint);

    /// <summary>Refuses what cannot be connected to.</summary>
    /// <param name="endpoint">Such as <c>tcp://127.0.0.1:4242</c>.</param>
    /// <exception cref="ZeroRpcEndpointException">It is malformed: the message says what is wrong and what is right.</exception>
    public static void ValidateForConnect(string endpoint) => Endpoint.ForConnect(endpoint);
}
