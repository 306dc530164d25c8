using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Describe;

/// <summary>Shows each user the services and methods that the user may call, and no others.</summary>
internal sealed class VisibleServices(ServiceCatalog catalog, CallAuthorizer authorizer, IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Returns the names of the services of which the user may call something.</summary>
    public async Task<List<string>> ListAsync(HttpContext context)
    {
        List<string> names = [];
        foreach ((string name, ZeroRpcGatewayService service) in options.Value.Services)
        {
            if (await MayCallAnyAsync(context, name, service).ConfigureAwait(false))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Returns a service with the methods that the user may call.</summary>
    /// <exception cref="GatewayException">The user may call nothing of it, or there is no such service.</exception>
    /// <exception cref="ZeroRpcException">The service does not tell its methods.</exception>
    public async Task<VisibleService> FindAsync(HttpContext context, string name)
    {
        if (!options.Value.Services.TryGetValue(name, out ZeroRpcGatewayService? service)
            || !await MayCallAnyAsync(context, name, service).ConfigureAwait(false))
        {
            throw Faults.UnknownService(name);
        }

        ServiceDescription description = await catalog.GetAsync(name).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        List<MethodDescription> methods = [];
        foreach (MethodDescription method in description.Methods)
        {
            if (await authorizer.MayCallAsync(context, name, method.Name).ConfigureAwait(false))
            {
                methods.Add(method);
            }
        }

        return new VisibleService(name, methods);
    }

    /// <summary>Whether GET calls a method too.</summary>
    public bool IsSafe(string service, string method) =>
        options.Value.Services[service].Safe.Any(pattern => NamePattern.Covers(pattern, method));

    private async ValueTask<bool> MayCallAnyAsync(HttpContext context, string name, ZeroRpcGatewayService service)
    {
        foreach (string pattern in service.Methods.Keys)
        {
            if (await authorizer.MayCallAsync(context, name, pattern).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
