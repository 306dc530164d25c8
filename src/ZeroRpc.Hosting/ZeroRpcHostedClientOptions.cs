namespace ZeroRpc.Hosting;

/// <summary>
/// The options of a client in a host: those of <see cref="ZeroRpcClientOptions"/>, the endpoints of the servers, and the options of
/// proxies. They are read from the configuration section <c>ZeroRpc:Client</c>, or <c>ZeroRpc:Clients:name</c> for a named client, and can
/// then be changed by code. The logger factory and the clock are those of the host unless they are set.
/// </summary>
public sealed class ZeroRpcHostedClientOptions : ZeroRpcClientOptions
{
    /// <summary>
    /// The endpoints of the servers, such as <c>tcp://127.0.0.1:4242</c>. At least one. With
    /// <see cref="ZeroRpcClientOptions.ResolveEndpoint"/>, these are the names to resolve. In the configuration, they are a list or one
    /// text with semicolons between the endpoints.
    /// </summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>The options of the proxies that use this client.</summary>
    public ZeroRpcProxyOptions Proxy { get; } = new();
}
