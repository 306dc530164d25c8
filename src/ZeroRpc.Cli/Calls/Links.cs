using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Calls;

/// <summary>The endpoints of a call: endpoints to connect to, and endpoints to bind and await a server at.</summary>
internal sealed record Links(IReadOnlyList<string> Bind, IReadOnlyList<string> Connect)
{
    /// <summary>Creates a client for these endpoints. Like Python's command line, prints the endpoints to standard error.</summary>
    public ZeroRpcClient Open(ZeroRpcClientOptions options)
    {
        var client = new ZeroRpcClient(options);
        foreach (string endpoint in Bind)
        {
            Console.Error.WriteLine($"binding to \"{client.Bind(ConnectionOptions.Reachable(endpoint))}\"");
        }

        foreach (string endpoint in Connect)
        {
            client.Connect(ConnectionOptions.Reachable(endpoint));
            Console.Error.WriteLine($"connecting to \"{endpoint}\"");
        }

        return client;
    }
}
