using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Setup;

/// <summary>Finds what the gateway could not work with, before it serves.</summary>
internal sealed partial class GatewayOptionsValidator(IServiceProvider services, IAuthorizationPolicyProvider policies)
    : IValidateOptions<ZeroRpcGatewayOptions>
{
    private static readonly HashSet<string> ProtocolHeaders = ["message_id", "response_to", "v"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZeroRpcGatewayOptions options)
    {
        List<string> faults = [.. options.Services.SelectMany(service => FaultsOf(service.Key, service.Value))];
        if (options.Services.Count == 0)
        {
            faults.Add("The gateway has no services: add one by AddService, or in the configuration under ZeroRpc:Gateway:Services.");
        }

        faults.AddRange(LimitsOf(options).Where(limit => !limit.IsFine).Select(limit => $"The gateway's {limit.Name} must be above zero."));
        faults.AddRange(options.AllowedOrigins.Where(origin => !Origin().IsMatch(origin)).Select(
            origin => $"The gateway's AllowedOrigins have '{origin}', which is no origin: an origin is like https://app.example.com."));
        faults.AddRange(options.ClaimHeaders.Values.Concat(options.ClientHeaders).Where(ProtocolHeaders.Contains).Select(
            entry => $"The header entry '{entry}' is the protocol's: the gateway cannot set it."));
        faults.AddRange(options.StatusCodes.Where(status => status.Value is < 400 or > 599).Select(
            status => $"The gateway's StatusCodes have {status.Value} for '{status.Key}', which is no status of an error: 400 to 599."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> FaultsOf(string name, ZeroRpcGatewayService service)
    {
        if (!ServiceName().IsMatch(name))
        {
            yield return $"The gateway's service '{name}' needs a name of letters, digits, '-', '_' and '.'.";
        }

        if (service.Endpoints.Count == 0 && services.GetService<IServiceProviderIsKeyedService>()?
            .IsKeyedService(typeof(ZeroRpcClient), service.Client ?? name) != true)
        {
            yield return $"The gateway's service '{name}' has no endpoints, and no client '{service.Client ?? name}' is registered: " +
                $"add endpoints, or services.AddZeroRpcClient(\"{service.Client ?? name}\").";
        }

        foreach (string endpoint in service.ConfigureClient is null ? service.Endpoints : [])
        {
            if (EndpointFault(endpoint) is { } fault)
            {
                yield return $"The gateway's service '{name}' has a malformed endpoint: {fault}";
            }
        }

        foreach ((string methods, string policy) in service.Methods)
        {
            if (policy is not (ZeroRpcGatewayService.Anyone or ZeroRpcGatewayService.SignedIn)
                && policies.GetPolicyAsync(policy).GetAwaiter().GetResult() is null)
            {
                yield return $"The gateway's service '{name}' has the policy '{policy}' for '{methods}', which is not registered: " +
                    $"add it by AddAuthorization, or take '{ZeroRpcGatewayService.Anyone}' or '{ZeroRpcGatewayService.SignedIn}'.";
            }
        }
    }

    private static string? EndpointFault(string endpoint)
    {
        try
        {
            ZeroRpcEndpoint.ValidateForConnect(endpoint);
            return null;
        }
        catch (ZeroRpcEndpointException malformed)
        {
            return malformed.Message;
        }
    }

    private static (string Name, bool IsFine)[] LimitsOf(ZeroRpcGatewayOptions options) =>
    [
        (nameof(options.Timeout), options.Timeout > TimeSpan.Zero),
        (nameof(options.MaxTimeout), options.MaxTimeout > TimeSpan.Zero),
        (nameof(options.MaxRequestSize), options.MaxRequestSize > 0),
        (nameof(options.StreamHeartbeat), options.StreamHeartbeat > TimeSpan.Zero),
        (nameof(options.DescriptionAge), options.DescriptionAge > TimeSpan.Zero),
        ($"WebSockets.{nameof(options.WebSockets.MaxConnections)}", options.WebSockets.MaxConnections > 0),
        ($"WebSockets.{nameof(options.WebSockets.MaxCalls)}", options.WebSockets.MaxCalls > 0),
        ($"WebSockets.{nameof(options.WebSockets.MaxMessagesPerSecond)}", options.WebSockets.MaxMessagesPerSecond > 0),
        ($"WebSockets.{nameof(options.WebSockets.PingInterval)}", options.WebSockets.PingInterval > TimeSpan.Zero),
        ($"WebSockets.{nameof(options.WebSockets.PingTimeout)}", options.WebSockets.PingTimeout > TimeSpan.Zero),
    ];

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]+$")]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"^https?://[^/\s?#]+$")]
    private static partial Regex Origin();
}
