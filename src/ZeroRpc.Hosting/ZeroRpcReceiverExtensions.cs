using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.OneWay;
using ZeroRpc.Hosting.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pullers and subscribers that the host starts and stops.</summary>
public static class ZeroRpcReceiverExtensions
{
    /// <summary>
    /// Registers the default puller of the host, which handles events from the start of the host to its stop, as the singleton
    /// <see cref="ZeroRpcHostedPuller"/>. Its options are read from the configuration section <c>ZeroRpc:Puller</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read. It must at least add a service.</param>
    /// <returns>The options of the puller, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPullerOptions> AddZeroRpcPuller(
        this IServiceCollection services, Action<ZeroRpcHostedPullerOptions> configure) =>
        services.AddZeroRpcPuller(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named puller, as a keyed <see cref="ZeroRpcHostedPuller"/>. Its options are read from the configuration section
    /// <c>ZeroRpc:Pullers:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the puller, which is also its key.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read. It must at least add a service.</param>
    /// <returns>The options of the puller, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPullerOptions> AddZeroRpcPuller(
        this IServiceCollection services, string name, Action<ZeroRpcHostedPullerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (OneWayRegistration.TryAdd(services, name, provider => new ZeroRpcHostedPuller(
            name, provider.GetRequiredService<IOptionsMonitor<ZeroRpcHostedPullerOptions>>(), provider)))
        {
            services.AddSingleton<IHostedService>(provider => provider.GetNamed<ZeroRpcHostedPuller>(name));
        }

        return services.AddHostedOptions<ZeroRpcHostedPullerOptions, OneWayOptionsValidator<ZeroRpcHostedPullerOptions>>(
            name, IHostedOneWayOptions.SectionOf<ZeroRpcHostedPullerOptions>).Configure(configure);
    }

    /// <summary>
    /// Registers the default subscriber of the host, which handles events from the start of the host to its stop, as the singleton
    /// <see cref="ZeroRpcHostedSubscriber"/>. Its options are read from the configuration section <c>ZeroRpc:Subscriber</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read. It must at least add a service.</param>
    /// <returns>The options of the subscriber, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedSubscriberOptions> AddZeroRpcSubscriber(
        this IServiceCollection services, Action<ZeroRpcHostedSubscriberOptions> configure) =>
        services.AddZeroRpcSubscriber(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named subscriber, as a keyed <see cref="ZeroRpcHostedSubscriber"/>. Its options are read from the configuration section
    /// <c>ZeroRpc:Subscribers:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the subscriber, which is also its key.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read. It must at least add a service.</param>
    /// <returns>The options of the subscriber, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedSubscriberOptions> AddZeroRpcSubscriber(
        this IServiceCollection services, string name, Action<ZeroRpcHostedSubscriberOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (OneWayRegistration.TryAdd(services, name, provider => new ZeroRpcHostedSubscriber(
            name, provider.GetRequiredService<IOptionsMonitor<ZeroRpcHostedSubscriberOptions>>(), provider)))
        {
            services.AddSingleton<IHostedService>(provider => provider.GetNamed<ZeroRpcHostedSubscriber>(name));
        }

        return services.AddHostedOptions<ZeroRpcHostedSubscriberOptions, OneWayOptionsValidator<ZeroRpcHostedSubscriberOptions>>(
            name, IHostedOneWayOptions.SectionOf<ZeroRpcHostedSubscriberOptions>).Configure(configure);
    }
}
