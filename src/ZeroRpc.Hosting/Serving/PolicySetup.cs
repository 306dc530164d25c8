using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Serving;

/// <summary>Sets the policies before all other interceptors, when every other configuration is done.</summary>
internal sealed class PolicySetup : IPostConfigureOptions<ZeroRpcHostedServerOptions>
{
    /// <inheritdoc/>
    public void PostConfigure(string? name, ZeroRpcHostedServerOptions options)
    {
        if (options.Policies.Count > 0)
        {
            options.Interceptors.Insert(0, new CallPolicies(options.Policies).RunAsync);
        }
    }
}
