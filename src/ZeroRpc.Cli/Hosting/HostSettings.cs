using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Hosting;

/// <summary>The type that is served, and its endpoints.</summary>
/// <param name="Service">The type's full name, or the path of an assembly and then the type's full name.</param>
/// <param name="Bind">Endpoints to listen on.</param>
/// <param name="Connect">Endpoints of clients that listen.</param>
/// <param name="Options">The server's options.</param>
/// <param name="Notices">The writer of notices about endpoints and services.</param>
internal sealed record HostSettings(
    IReadOnlyList<string> Service, IReadOnlyList<string> Bind, IReadOnlyList<string> Connect, ZeroRpcServerOptions Options, Notices Notices);
