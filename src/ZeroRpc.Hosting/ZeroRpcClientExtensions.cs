using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Clients in a container, which disposes of them. Each serves the whole process, and connects when it is first asked for; its options are
/// validated when the host starts.
/// </summary>
public static class ZeroRpcClientExtensions
{
    private const string ByReflection = "Proxies are made by reflection over the interface.";
    private const string ByGeneration = "Proxies are generated at run time.";

    /// <summary>
    /// Adds the singleton <see cref="ZeroRpcClient"/>, also as <see cref="IZeroRpcClient"/>. Its options are read from configuration under
    /// <c>ZeroRpc:Client</c>.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <returns>Its options, for whatever else configures or validates them.</returns>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => Make(provider, Options.Options.DefaultName));
        services.TryAddSingleton<IZeroRpcClient>(provider => provider.GetRequiredService<ZeroRpcClient>());
        return AddOptions(services, Options.Options.DefaultName);
    }

    /// <inheritdoc cref="AddZeroRpcClient(IServiceCollection)"/>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets its options, after configuration.</param>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(
        this IServiceCollection services, Action<ZeroRpcHostedClientOptions> configure) => services.AddZeroRpcClient().Configure(configure);

    /// <summary>
    /// Adds a keyed singleton <see cref="ZeroRpcClient"/>, also as <see cref="IZeroRpcClient"/>. Its options are read from configuration under
    /// <c>ZeroRpc:Clients:</c> and its name.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">Its name, and its key: <c>[FromKeyedServices("name")] ZeroRpcClient client</c>.</param>
    /// <returns>Its options, for whatever else configures or validates them.</returns>
    /// <exception cref="ArgumentException">The name is empty, or an endpoint.</exception>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{name}' is an endpoint, where the client's name is wanted. Write services.AddZeroRpcClient(o => o.Endpoints.Add(\"{name}\")).",
                nameof(name));
        }

        services.TryAddKeyedSingleton(name, (provider, _) => Make(provider, name));
        services.TryAddKeyedSingleton<IZeroRpcClient>(name, (provider, _) => provider.GetRequiredKeyedService<ZeroRpcClient>(name));
        return AddOptions(services, name);
    }

    /// <inheritdoc cref="AddZeroRpcClient(IServiceCollection, string)"/>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">Its name, and its key: <c>[FromKeyedServices("name")] ZeroRpcClient client</c>.</param>
    /// <param name="configure">Sets its options, after configuration.</param>
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient(
        this IServiceCollection services, string name, Action<ZeroRpcHostedClientOptions> configure) =>
        services.AddZeroRpcClient(name).Configure(configure);

    /// <summary>
    /// Adds a client named as the interface, without its namespace, and the interface itself: a singleton whose methods call the remote's
    /// (<see cref="ZeroRpcHostedClientOptions.Proxy"/>).
    /// </summary>
    /// <typeparam name="T">An interface as <see cref="ZeroRpcClient.CreateProxy{T}"/> takes it.</typeparam>
    /// <param name="services">The container's registrations.</param>
    /// <returns>The client's options, for whatever else configures or validates them.</returns>
    /// <exception cref="ArgumentException">The interface cannot be a remote's: the message names the members, and what to change.</exception>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(this IServiceCollection services)
        where T : class => services.AddZeroRpcClient<T>(typeof(T).Name);

    /// <inheritdoc cref="AddZeroRpcClient{T}(IServiceCollection)"/>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets the client's options, after configuration (<c>ZeroRpc:Clients:ICooler</c>).</param>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(
        this IServiceCollection services, Action<ZeroRpcHostedClientOptions> configure)
        where T : class => services.AddZeroRpcClient<T>().Configure(configure);

    /// <summary>
    /// Adds a client of a name, if it is not there, and an interface: a singleton whose methods call the remote's over that client, which other
    /// interfaces may share.
    /// </summary>
    /// <typeparam name="T">An interface as <see cref="ZeroRpcClient.CreateProxy{T}"/> takes it.</typeparam>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">The client's name.</param>
    /// <returns>The client's options, for whatever else configures or validates them.</returns>
    /// <exception cref="ArgumentException">
    /// The interface cannot be a remote's: the message names the members, and what to change. Or the name is empty, or an endpoint.
    /// </exception>
    [RequiresDynamicCode(ByGeneration)]
    [RequiresUnreferencedCode(ByReflection)]
    public static OptionsBuilder<ZeroRpcHostedClientOptions> AddZeroRpcClient<T>(this IServiceCollection services, string name)
        where T : class
    {
        OptionsBuilder<ZeroRpcHostedClientOptions> options = services.AddZeroRpcClient(name);
        using (var nobody = new ZeroRpcClient())
        {
            nobody.CreateProxy<T>(); // An interface that cannot be one is told of here, and not at its first use.
        }

        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ZeroRpcClient>(name).CreateProxy<T>(OptionsOf(provider, name).Proxy));
        return options;
    }

    private static OptionsBuilder<ZeroRpcHostedClientOptions> AddOptions(IServiceCollection services, string name)
    {
        OptionsBuilder<ZeroRpcHostedClientOptions> options = services.AddOptionsWithValidateOnStart<ZeroRpcHostedClientOptions>(name);
        services.AddSetup<ZeroRpcHostedClientOptions, ClientOptionsValidator>(OptionsSection.OfClient);
        return options;
    }

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
