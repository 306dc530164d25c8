using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.OneWay;
using ZeroRpc.Hosting.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pushers and publishers as singletons, which the container disposes after all hosted services have stopped.</summary>
public static class ZeroRpcSenderExtensions
{
    /// <summary>
    /// Registers the default pusher of the host, which opens its endpoints when the host starts, as the singleton
    /// <see cref="ZeroRpcPusher"/>. Its options are read from the configuration section <c>ZeroRpc:Pusher</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    /// <returns>The options of the pusher, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPusherOptions> AddZeroRpcPusher(
        this IServiceCollection services, Action<ZeroRpcHostedPusherOptions> configure) =>
        services.AddZeroRpcPusher(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named pusher, as a keyed <see cref="ZeroRpcPusher"/>. Its options are read from the configuration section
    /// <c>ZeroRpc:Pushers:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the pusher, which is also its key.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    /// <returns>The options of the pusher, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPusherOptions> AddZeroRpcPusher(
        this IServiceCollection services, string name, Action<ZeroRpcHostedPusherOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (OneWayRegistration.TryAdd(services, name, provider => OneWaySetup.Create(
            provider, name, (ZeroRpcHostedPusherOptions options) => new ZeroRpcPusher(options))))
        {
            services.AddSingleton<IHostedService>(provider => new SenderStart(() => provider.GetNamed<ZeroRpcPusher>(name)));
        }

        return services.AddHostedOptions<ZeroRpcHostedPusherOptions, OneWayOptionsValidator<ZeroRpcHostedPusherOptions>>(
            name, IHostedOneWayOptions.SectionOf<ZeroRpcHostedPusherOptions>).Configure(configure);
    }

    /// <summary>
    /// Registers the default publisher of the host, which opens its endpoints when the host starts, as the singleton
    /// <see cref="ZeroRpcPublisher"/>. Its options are read from the configuration section <c>ZeroRpc:Publisher</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    /// <returns>The options of the publisher, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPublisherOptions> AddZeroRpcPublisher(
        this IServiceCollection services, Action<ZeroRpcHostedPublisherOptions> configure) =>
        services.AddZeroRpcPublisher(Options.Options.DefaultName, configure);

    /// <summary>
    /// Registers a named publisher, as a keyed <see cref="ZeroRpcPublisher"/>. Its options are read from the configuration section
    /// <c>ZeroRpc:Publishers:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the publisher, which is also its key.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    /// <returns>The options of the publisher, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedPublisherOptions> AddZeroRpcPublisher(
        this IServiceCollection services, string name, Action<ZeroRpcHostedPublisherOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (OneWayRegistration.TryAdd(services, name, provider => OneWaySetup.Create(
            provider, name, (ZeroRpcHostedPublisherOptions options) => new ZeroRpcPublisher(options))))
        {
            services.AddSingleton<IHostedService>(provider => new SenderStart(() => provider.GetNamed<ZeroRpcPublisher>(name)));
        }

        return services.AddHostedOptions<ZeroRpcHostedPublisherOptions, OneWayOptionsValidator<ZeroRpcHostedPublisherOptions>>(
            name, IHostedOneWayOptions.SectionOf<ZeroRpcHostedPublisherOptions>).Configure(configure);
    }
}
