using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Access;

/// <summary>
/// The entries that a call has in the header of its request: what the client may set, and the claims of the user, which no client sets.
/// </summary>
internal sealed class CallHeaders(IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Returns the entries for a call by HTTP.</summary>
    public IReadOnlyDictionary<string, object?>? OfRequest(HttpContext context)
    {
        if (options.Value.ClientHeaders.Count == 0)
        {
            return Of(context.User, null);
        }

        Dictionary<string, object?> sent = [];
        foreach (string name in options.Value.ClientHeaders)
        {
            if (context.Request.Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value))
            {
                sent[name] = value.ToString();
            }
        }

        return Of(context.User, sent);
    }

    /// <summary>Returns the entries for a call.</summary>
    /// <param name="user">The user who calls.</param>
    /// <param name="sent">The entries that the client has sent. Those that it may not set are dropped.</param>
    public IReadOnlyDictionary<string, object?>? Of(ClaimsPrincipal user, IReadOnlyDictionary<string, object?>? sent)
    {
        ZeroRpcGatewayOptions known = options.Value;
        if (known.ClaimHeaders.Count == 0 && (sent is null || sent.Count == 0))
        {
            return null;
        }

        Dictionary<string, object?> headers = [];
        foreach ((string name, object? value) in sent ?? headers)
        {
            if (known.ClientHeaders.Contains(name) && !known.ClaimHeaders.Values.Contains(name))
            {
                headers[name] = value;
            }
        }

        foreach ((string type, string name) in known.ClaimHeaders)
        {
            string[] values = [.. user.FindAll(type).Select(claim => claim.Value)];
            if (values.Length > 0)
            {
                headers[name] = values.Length == 1 ? values[0] : values.ToArray<object?>();
            }
        }

        return headers;
    }
}
