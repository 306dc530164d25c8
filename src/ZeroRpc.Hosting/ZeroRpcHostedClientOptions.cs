namespace ZeroRpc.Hosting;

/// <summary>
/// How a client of a container calls: everything of <see cref="ZeroRpcClientOptions"/>, and whom. Read from the configuration's section
/// <c>ZeroRpc:Client</c>, or <c>ZeroRpc:Clients:</c> and the name of a named one, then set by code. Logger factory and clock are the
/// container's unless set.
/// </summary>
public sealed class ZeroRpcHostedClientOptions : ZeroRpcClientOptions
{
    /// <summary>
    /// Where the servers are, such as <c>tcp://127.0.0.1:4242</c>; at least one. With <see cref="ZeroRpcClientOptions.ResolveEndpoint"/>
    /// what that takes. In configuration a list, or one text with a semicolon between endpoints.
    /// </summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>How the methods of interfaces that call over this client call the remote's.</summary>
    public ZeroRpcProxyOptions Proxy { get; } = new();
}
