using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>
/// Initializes options with the logger factory, the clock and the configuration of the host. Configuration by code runs afterwards.
/// </summary>
/// <param name="services">The service provider.</param>
/// <param name="sectionOf">Returns the configuration section of options with a given name.</param>
internal sealed class OptionsSetup<T>(IServiceProvider services, Func<string, OptionsSection> sectionOf) : IConfigureNamedOptions<T>
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
            Bind(configuration, sectionOf(name ?? ""), name, options);
        }
    }

    /// <summary>
    /// Binds the configuration. Keys that are not options are an error, because a misspelled key would otherwise have no effect.
    /// </summary>
    private static void Bind(IConfiguration configuration, OptionsSection place, string? name, T options)
    {
        try
        {
            WithListOfEndpoints(configuration.GetSection(place.Section)).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            string fault = $"{place.Label} has invalid options in the configuration section {place.Section}: {e.Message}";
            throw new OptionsValidationException(name ?? "", typeof(T), [fault]);
        }
    }

    /// <summary>Returns the section with its endpoints as a list. An environment variable gives them as one text.</summary>
    private static IConfigurationSection WithListOfEndpoints(IConfigurationSection section)
    {
        IConfigurationSection endpoints = section.GetSection(nameof(ZeroRpcHostedServerOptions.Endpoints));
        if (endpoints.Value is not { } text)
        {
            return section;
        }

        string[] list = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(entry => entry.Key != endpoints.Path))
            .AddInMemoryCollection(list.Select((endpoint, index) => KeyValuePair.Create($"{endpoints.Path}:{index}", (string?)endpoint)))
            .Build()
            .GetSection(section.Path);
    }
}
