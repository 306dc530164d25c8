using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Calls;
using ZeroRpc.Gateway.Http;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>The parts of the gateway that all WebSockets share.</summary>
internal sealed record SessionServices(
    CallAuthorizer Authorizer,
    CallHeaders Headers,
    CallStarter Calls,
    ProblemResponse Problems,
    TimeProvider Time,
    IOptions<ZeroRpcGatewayOptions> Options,
    ILogger<WebSocketEndpoint> Logger);
