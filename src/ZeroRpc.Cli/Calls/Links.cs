using ZeroRpc.Cli.CommandLine;

namespace ZeroRpc.Cli.Calls;

/// <summary>Where a call goes: endpoints to connect to, and endpoints where a server is awaited.</summary>
internal sealed record Links(IReadOnlyList<string> Bind, IReadOnlyList<string> Connect)
{
    /// <summary>A client with these links; says on standard error, as Python's does, what it links to.</summary>
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
