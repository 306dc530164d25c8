using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Access;

/// <summary>
/// Refuses requests of pages of other origins. A browser sends its cookies with those too, and CORS covers neither WebSockets nor the
/// sending of a request.
/// </summary>
internal sealed class OriginCheck(IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Checks a request that makes calls.</summary>
    /// <exception cref="GatewayException">The origin is another one, or is missing although the request has cookies.</exception>
    public void Check(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
        {
            if (!IsAllowed(origin, context.Request))
            {
                throw Faults.Origin($"Pages of the origin '{origin}' may not use the gateway: it is not in AllowedOrigins.");
            }
        }
        else if (context.Request.Headers.ContainsKey(HeaderNames.Cookie) && !HttpMethods.IsGet(context.Request.Method))
        {
            throw Faults.Origin("The request has cookies and no Origin header. Browsers send both.");
        }
    }

    /// <summary>The gateway's own origin is that of the request, as the forwarded headers middleware corrects it behind a proxy.</summary>
    private bool IsAllowed(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
