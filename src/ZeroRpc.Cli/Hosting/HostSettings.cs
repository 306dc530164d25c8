using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Hosting;

/// <summary>What is served, and where.</summary>
/// <param name="Service">The type's full name, or the path of an assembly and then the type's full name.</param>
/// <param name="Bind">Endpoints to listen on.</param>
/// <param name="Connect">Endpoints of clients that listen.</param>
/// <param name="Options">The server's options.</param>
/// <param name="Notices">Where notices of what is bound and served go.</param>
internal sealed record HostSettings(
    IReadOnlyList<string> Service, IReadOnlyList<string> Bind, IReadOnlyList<string> Connect, ZeroRpcServerOptions Options, Notices Notices);
