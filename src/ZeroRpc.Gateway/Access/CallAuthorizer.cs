using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Access;

/// <summary>Decides who may call a method. Nothing may be called unless a rule of its service names it.</summary>
internal sealed class CallAuthorizer(
    IOptions<ZeroRpcGatewayOptions> options, IAuthorizationPolicyProvider policies, IPolicyEvaluator evaluator)
{
    /// <summary>Refuses a call that the user of the request may not make.</summary>
    /// <returns>When the sign-in that allows the call ends. Null if it does not end, or if none is needed.</returns>
    /// <exception cref="GatewayException">There is no such service or method, nobody is signed in, or the user may not call it.</exception>
    public async ValueTask<DateTimeOffset?> AuthorizeAsync(HttpContext context, string service, string method)
    {
        if (!options.Value.Services.TryGetValue(service, out ZeroRpcGatewayService? offered))
        {
            throw Faults.UnknownService(service);
        }

        (PolicyAuthorizationResult? result, DateTimeOffset? expires) = await EvaluateAsync(context, service, offered, method).ConfigureAwait(false);
        return result switch
        {
            null => throw Faults.UnknownMethod(service, method),
            { Challenged: true } => throw Faults.SignInRequired(service, method),
            { Forbidden: true } => throw Faults.Forbidden(service, method),
            _ => expires,
        };
    }

    /// <summary>Whether the user of the request may call a method, and so may be shown it.</summary>
    public async ValueTask<bool> MayCallAsync(HttpContext context, string service, string method) =>
        options.Value.Services.TryGetValue(service, out ZeroRpcGatewayService? offered)
        && (await EvaluateAsync(context, service, offered, method).ConfigureAwait(false)).Result?.Succeeded == true;

    private async ValueTask<(PolicyAuthorizationResult? Result, DateTimeOffset? Expires)> EvaluateAsync(
        HttpContext context, string service, ZeroRpcGatewayService offered, string method)
    {
        if (NamePattern.FindBest(offered.Methods.Keys, method) is not { } pattern)
        {
            return (null, null);
        }

        string rule = offered.Methods[pattern];
        if (rule == ZeroRpcGatewayService.Anyone)
        {
            return (PolicyAuthorizationResult.Success(), null);
        }

        AuthorizationPolicy policy = await FindPolicyAsync(rule).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"'{pattern}' of the service '{service}' has the policy '{rule}', which is not registered.");
        AuthenticateResult signIn = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        var resource = new ZeroRpcGatewayMethod(service, method);
        PolicyAuthorizationResult result = await evaluator.AuthorizeAsync(policy, signIn, context, resource).ConfigureAwait(false);
        return (result, signIn.Properties?.ExpiresUtc);
    }

    private async ValueTask<AuthorizationPolicy?> FindPolicyAsync(string rule) => rule == ZeroRpcGatewayService.SignedIn
        ? await policies.GetDefaultPolicyAsync().ConfigureAwait(false)
        : await policies.GetPolicyAsync(rule).ConfigureAwait(false);
}
