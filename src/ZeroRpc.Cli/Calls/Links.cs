using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Calls;

/// <summary>The endpoints of a call: endpoints to connect to, and endpoints to bind and await a server at.</summary>
internal sealed record Links(IReadOnlyList<string> Bind, IReadOnlyList<string> Connect)
{
    /// <summary>A client with these links; says, as Python's does, what it links to.</summary>
    public ZeroRpcClient Open(ZeroRpcClientOptions options, Notices notices)
    {
        var client = new ZeroRpcClient(options);
        foreach (string endpoint in Bind)
        {
            notices.Write($"binding to \"{client.Bind(ConnectionOptions.Reachable(endpoint))}\"");
        }

        foreach (string endpoint in Connect)
        {
            client.Connect(ConnectionOptions.Reachable(endpoint));
            notices.Write($"connecting to \"{endpoint}\"");
        }

        return client;
    }
}
