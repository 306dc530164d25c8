using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Options;
using ZeroRpc.Hosting.Serving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Servers in a host.</summary>
public static class ZeroRpcServerExtensions
{
    /// <summary>
    /// Adds the host's server (<see cref="ZeroRpcHostedServer"/>), whose options stand in configuration under <c>ZeroRpc:Server</c>. The host
    /// starts and stops it.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets its options, after configuration: at least what it serves.</param>
    /// <returns>Its options, for whatever else configures or validates them.</returns>
    public static OptionsBuilder<ZeroRpcHostedServerOptions> AddZeroRpcServer(
        this IServiceCollection services, Action<ZeroRpcHostedServerOptions> configure) =>
        services.AddZeroRpcServer(Options.Options.DefaultName, configure);

    /// <summary>Adds one of several servers, whose options stand in configuration under <c>ZeroRpc:Servers:</c> and its name.</summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">Its name, the key of its <see cref="ZeroRpcHostedServer"/>.</param>
    /// <param name="configure">Sets its options, after configuration: at least what it serves.</param>
    /// <returns>Its options, for whatever else configures or validates them.</returns>
    public static OptionsBuilder<ZeroRpcHostedServerOptions> AddZeroRpcServer(
        this IServiceCollection services, string name, Action<ZeroRpcHostedServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        OptionsBuilder<ZeroRpcHostedServerOptions> options = services.AddOptionsWithValidateOnStart<ZeroRpcHostedServerOptions>(name);
        services.AddSetup<ZeroRpcHostedServerOptions, ServerOptionsValidator>(OptionsSection.OfServer);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ZeroRpcHostedServerOptions>, PolicySetup>());
        AddHosted(services, name);
        return options.Configure(configure);
    }

    /// <summary>Added twice, a server is configured twice, and is one all the same.</summary>
    private static void AddHosted(IServiceCollection services, string name)
    {
        if (name.Length == 0)
        {
            if (!services.Any(known => known.ServiceType == typeof(ZeroRpcHostedServer) && !known.IsKeyedService))
            {
                services.AddSingleton(provider => Make(provider, name));
                services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ZeroRpcHostedServer>());
            }
        }
        else if (!services.Any(known => known.ServiceType == typeof(ZeroRpcHostedServer) && known.IsKeyedService && Equals(known.ServiceKey, name)))
        {
            services.AddKeyedSingleton(name, (provider, _) => Make(provider, name));
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<ZeroRpcHostedServer>(name));
        }
    }

    private static ZeroRpcHostedServer Make(IServiceProvider provider, string name) =>
        new(name, provider.GetRequiredService<IOptionsMonitor<ZeroRpcHostedServerOptions>>(), provider);
}
