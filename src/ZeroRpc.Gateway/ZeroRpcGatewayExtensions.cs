using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Calls;
using ZeroRpc.Gateway.Describe;
using ZeroRpc.Gateway.Http;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Setup;
using ZeroRpc.Gateway.Values;
using ZeroRpc.Gateway.WebSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the gateway, which offers ZeroRPC services to browsers and other clients of the web.</summary>
public static class ZeroRpcGatewayExtensions
{
    /// <summary>
    /// Registers the gateway. Its options are read from the configuration section <c>ZeroRpc:Gateway</c> and validated when the host starts.
    /// <c>MapZeroRpc</c> then gives it an address.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <returns>The options, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcGatewayOptions> AddZeroRpcGateway(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddAuthorization();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ZeroRpcGatewayOptions>, GatewayOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ZeroRpcGatewayOptions>, GatewayOptionsValidator>());
        foreach (Type part in (Type[])
        [
            typeof(ServiceClients), typeof(ServiceCatalog), typeof(ArgumentBinder), typeof(CallStarter), typeof(GatewayValues),
            typeof(CallAuthorizer), typeof(OriginCheck), typeof(CallHeaders), typeof(ProblemTable), typeof(ProblemResponse),
            typeof(RequestReader), typeof(HttpCalls), typeof(VisibleServices), typeof(DescriptionEndpoints),
            typeof(ZeroRpcGatewayConnections), typeof(SessionServices), typeof(WebSocketEndpoint),
        ])
        {
            services.TryAddSingleton(part);
        }

        return services.AddOptionsWithValidateOnStart<ZeroRpcGatewayOptions>();
    }

    /// <inheritdoc cref="AddZeroRpcGateway(IServiceCollection)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    public static OptionsBuilder<ZeroRpcGatewayOptions> AddZeroRpcGateway(
        this IServiceCollection services, Action<ZeroRpcGatewayOptions> configure) => services.AddZeroRpcGateway().Configure(configure);
}
