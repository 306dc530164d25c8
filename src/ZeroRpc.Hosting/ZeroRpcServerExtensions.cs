using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Options;
using ZeroRpc.Hosting.Serving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers servers that the host starts and stops.</summary>
public static class ZeroRpcServerExtensions
{
    /// <summary>
    /// Registers the default server of the host as a <see cref="ZeroRpcHostedServer"/>. Its options are read from the configuration section
    /// <c>ZeroRpc:Server</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">
    /// Configures the options, after the configuration section has been read. It must at least add a service.
    /// </param>
    /// <returns>The options of the server, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedServerOptions> AddZeroRpcServer(
        this IServiceCollection services, Action<ZeroRpcHostedServerOptions> configure) =>
        services.AddZeroRpcServer(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named server, for a host with several servers. Its options are read from the configuration section
    /// <c>ZeroRpc:Servers:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the server, which is also the key of its <see cref="ZeroRpcHostedServer"/>.</param>
    /// <param name="configure">
    /// Configures the options, after the configuration section has been read. It must at least add a service.
    /// </param>
    /// <returns>The options of the server, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedServerOptions> AddZeroRpcServer(
        this IServiceCollection services, string name, Action<ZeroRpcHostedServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        OptionsBuilder<ZeroRpcHostedServerOptions> options =
            services.AddHostedOptions<ZeroRpcHostedServerOptions, ServerOptionsValidator>(name, OptionsSection.OfServer);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ZeroRpcHostedServerOptions>, PolicySetup>());
        AddHosted(services, name);
        return options.Configure(configure);
    }

    /// <summary>
    /// Registers the server unless it is already registered. Registering a server twice configures the same server twice.
    /// </summary>
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
