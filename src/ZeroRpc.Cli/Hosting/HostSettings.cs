namespace ZeroRpc.Cli.Hosting;

/// <summary>The type to serve, and the endpoints.</summary>
/// <param name="Service">The full name of the type, or the path of an assembly followed by the full name of the type.</param>
/// <param name="Bind">The endpoints to listen on.</param>
/// <param name="Connect">The endpoints of clients to connect to.</param>
/// <param name="Options">The options of the server.</param>
internal sealed record HostSettings(
    IReadOnlyList<string> Service, IReadOnlyList<string> Bind, IReadOnlyList<string> Connect, ZeroRpcServerOptions Options);
