using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Sets options from what the host has: its loggers, its clock, its configuration. Code that configures them comes after it.</summary>
/// <param name="services">The container.</param>
/// <param name="placeOf">Where options of a name stand.</param>
/// <param name="endpointsOf">The list of endpoints in the options.</param>
internal sealed class OptionsSetup<T>(IServiceProvider services, Func<string, Place> placeOf, Func<T, IList<string>> endpointsOf)
    : IConfigureNamedOptions<T>
    where T : ZeroRpcSocketOptions
{
    /// <inheritdoc/>
    public void Configure(T options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    /// <inheritdoc/>
    public void Configure(string? name, T options)
    {
        options.LoggerFactory = services.GetService<ILoggerFactory>() ?? options.LoggerFactory;
        options.TimeProvider = services.GetService<TimeProvider>() ?? options.TimeProvider;
        if (services.GetService<IConfiguration>() is { } configuration)
        {
            Bind(configuration.GetSection(placeOf(name ?? "").Section), options);
        }
    }

    /// <summary>Refuses keys that are no options: a misspelt one would otherwise count for nothing, unseen.</summary>
    private void Bind(IConfigurationSection section, T options)
    {
        const string Endpoints = nameof(ZeroRpcHostedServerOptions.Endpoints);
        string[] inOneText = section[Endpoints]?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (string endpoint in inOneText)
        {
            endpointsOf(options).Add(endpoint);
        }

        section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
    }
}
