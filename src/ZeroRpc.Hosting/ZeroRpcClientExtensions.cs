using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers clients as singletons. A client connects when it is first resolved, and the container disposes it. Its options are validated
/// when the host starts.
/// </summary>
public static class ZeroRpcClientExtensions
{
    private const string ByReflection = "Proxies are created by reflection over the interface.";
    private const string ByGeneration = "Proxies are generated at run time.";

    /// <summary>
    /// Registers <see cref="ZeroRpcClient"/> as a singleton, also as <see cref="IZeroRpcClient"/>. Its options are read from the
    /// configuration section <c>ZeroRpc:Client</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <returns>The options of the client, for further configuration and validation.</returns>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => Make(provider, Options.Options.DefaultName));
        services.TryAddSingleton<IZeroRpcClient>(provider => provider.GetRequiredService<ZeroRpcClient>());
        return AddOptions(services, Options.Options.DefaultName);
    }

    /// <inheritdoc cref="AddZeroRpcClient(IServiceCollection)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(
        this IServiceCollection services, Action<ZeroRpcHostedClientOptions> configure) => services.AddZeroRpcClient().Configure(configure);

    /// <summary>
    /// Registers a <see cref="ZeroRpcClient"/> as a keyed singleton, also as <see cref="IZeroRpcClient"/>. Its options are read from the
    /// configuration section <c>ZeroRpc:Clients:name</c>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the client, which is also its key: <c>[FromKeyedServices("name")] ZeroRpcClient client</c>.</param>
    /// <returns>The options of the client, for further configuration and validation.</returns>
    /// <exception cref="ArgumentException">The name is empty, or is an endpoint.</exception>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{name}' is an endpoint, but the name of the client is expected. " +
                $"Use services.AddZeroRpcClient(o => o.Endpoints.Add(\"{name}\")).",
                nameof(name));
        }

        services.TryAddKeyedSingleton(name, (provider, _) => Make(provider, name));
        services.TryAddKeyedSingleton<IZeroRpcClient>(name, (provider, _) => provider.GetRequiredKeyedService<ZeroRpcClient>(name));
        return AddOptions(services, name);
    }

    /// <inheritdoc cref="AddZeroRpcClient(IServiceCollection, string)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the client, which is also its key: <c>[FromKeyedServices("name")] ZeroRpcClient client</c>.</param>
    /// <param name="configure">Configures the options, after the configuration section has been read.</param>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(
        this IServiceCollection services, string name, Action<ZeroRpcHostedClientOptions> configure) =>
        services.AddZeroRpcClient(name).Configure(configure);

    /// <summary>
    /// Registers an interface as a singleton whose methods call the remote, and the client that it uses. The name of the client is that of
    /// the interface without its namespace. <see cref="ZeroRpcHostedClientOptions.Proxy"/> configures the proxy.
    /// </summary>
    /// <typeparam name="T">An interface that <see cref="ZeroRpcClient.CreateProxy{T}"/> accepts.</typeparam>
    /// <param name="services">The service collection.</param>
    /// <returns>The options of the client, for further configuration and validation.</returns>
    /// <exception cref="ArgumentException">
    /// A proxy cannot implement the interface. The message lists the members and what to change.
    /// </exception>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(this IServiceCollection services)
        where T : class => services.AddZeroRpcClient<T>(typeof(T).Name);

    /// <inheritdoc cref="AddZeroRpcClient{T}(IServiceCollection)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">
    /// Configures the options of the client, after the configuration section (such as <c>ZeroRpc:Clients:ICooler</c>) has been read.
    /// </param>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(
        this IServiceCollection services, Action<ZeroRpcHostedClientOptions> configure)
        where T : class => services.AddZeroRpcClient<T>().Configure(configure);

    /// <summary>
    /// Registers an interface whose methods call the remote over the client with the given name. Registers the client unless it is already
    /// registered. Several interfaces can use one client. The interface is a keyed singleton, whose key is the name:
    /// <c>[FromKeyedServices("name")] ICooler cooler</c>. While it is registered for one client only, it is also injected without a key.
    /// </summary>
    /// <typeparam name="T">An interface that <see cref="ZeroRpcClient.CreateProxy{T}"/> accepts.</typeparam>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the client.</param>
    /// <returns>The options of the client, for further configuration and validation.</returns>
    /// <exception cref="ArgumentException">
    /// A proxy cannot implement the interface: the message lists the members and what to change. Or the name is empty, or is an endpoint.
    /// </exception>
    /// <exception cref="InvalidOperationException">The interface is already registered for this client.</exception>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(this IServiceCollection services, string name)
        where T : class
    {
        OptionsBuilder<ZeroRpcHostedClientOptions> options = services.AddZeroRpcClient(name);
        var remote = new RemoteInterface(typeof(T), name);
        if (services.Any(known => remote.Equals(known.IsKeyedService ? null : known.ImplementationInstance)))
        {
            throw new InvalidOperationException(
                $"{typeof(T)} is already registered for the client '{name}'. Register it once, or for a client with another name, as in " +
                $"services.AddZeroRpcClient<{typeof(T).Name}>(\"other\").");
        }

        using (var nobody = new ZeroRpcClient())
        {
            nobody.CreateProxy<T>(); // Throws now, and not at the first use, if a proxy cannot implement the interface.
        }

        services.AddSingleton(remote);
        services.TryAddKeyedSingleton(
            name, (provider, _) => provider.GetRequiredKeyedService<ZeroRpcClient>(name).CreateProxy<T>(OptionsOf(provider, name).Proxy));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<T>(RemoteInterface.OnlyClientOf(typeof(T), provider)));
        return options;
    }

    /// <inheritdoc cref="AddZeroRpcClient{T}(IServiceCollection, string)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the client.</param>
    /// <param name="configure">
    /// Configures the options of the client, after the configuration section <c>ZeroRpc:Clients:name</c> has been read.
    /// </param>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(
        this IServiceCollection services, string name, Action<ZeroRpcHostedClientOptions> configure)
        where T : class => services.AddZeroRpcClient<T>(name).Configure(configure);

    private static OptionsBuilder<ZeroRpcHostedClientOptions> AddOptions(IServiceCollection services, string name) =>
        services.AddHostedOptions<ZeroRpcHostedClientOptions, ClientOptionsValidator>(name, OptionsSection.OfClient);

    private static ZeroRpcClient Make(IServiceProvider provider, string name)
    {
        ZeroRpcHostedClientOptions options = OptionsOf(provider, name);
        var client = new ZeroRpcClient(options);
        client.Connect([.. options.Endpoints]);
        return client;
    }

    private static ZeroRpcHostedClientOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<ZeroRpcHostedClientOptions>>().Get(name);
}
