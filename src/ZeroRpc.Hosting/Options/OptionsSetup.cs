using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZeroRpc.Configuration;
using ZeroRpc.Hosting.OneWay;

namespace ZeroRpc.Hosting.Options;

/// <summary>
/// Initializes options with the logger factory, the clock and the configuration of the host. Configuration by code runs afterwards.
/// </summary>
/// <param name="services">The service provider.</param>
/// <param name="sectionOf">Returns the configuration section of options with a given name.</param>
internal sealed class OptionsSetup<T>(IServiceProvider services, Func<string, OptionsSection> sectionOf) : IConfigureNamedOptions<T>
    where T : ZeroRpcOptions
{
    /// <summary>The options that are lists of endpoints.</summary>
    private static readonly string[] EndpointLists =
        [nameof(ZeroRpcHostedServerOptions.Endpoints), nameof(IHostedOneWayOptions.Bind), nameof(IHostedOneWayOptions.Connect)];

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
            IConfigurationSection section = OptionsOf(configuration.GetSection(place.Section));
            Durations.Check(section, typeof(T));
            WithPreset(section, options).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            string fault = $"{place.Label} has invalid options in the configuration section {place.Section}: {e.Message}";
            throw new OptionsValidationException(name ?? "", typeof(T), [fault]);
        }
    }

    /// <summary>Applies <c>"Values": "Python"</c>, the name of a preset where the options of the preset would stand, and leaves the rest.</summary>
    /// <exception cref="InvalidOperationException">There is no such preset.</exception>
    private static IConfigurationSection WithPreset(IConfigurationSection section, T options)
    {
        IConfigurationSection values = section.GetSection(nameof(ZeroRpcOptions.Values));
        if (values.Value is not { } preset)
        {
            return section;
        }

        options.Values = preset == nameof(ValueOptions.Python)
            ? ValueOptions.Python
            : throw new InvalidOperationException($"{values.Path} is '{preset}', which is no preset. The one preset is '{nameof(ValueOptions.Python)}'.");
        return new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(entry => entry.Key != values.Path))
            .Build()
            .GetSection(section.Path);
    }

    /// <summary>
    /// The section without its keys for CURVE, and with a list of endpoints where they were one text, as an environment variable gives them.
    /// </summary>
    private static IConfigurationSection OptionsOf(IConfigurationSection section)
    {
        IConfigurationSection[] texts = [.. EndpointLists.Select(section.GetSection).Where(list => list.Value is not null)];
        IConfigurationSection curve = section.GetSection(OptionsSection.Curve);
        if (texts.Length == 0 && !curve.Exists())
        {
            return section;
        }

        return new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(
                entry => !texts.Any(text => text.Path == entry.Key) && !IsWithin(entry.Key, curve.Path)))
            .AddInMemoryCollection(texts.SelectMany(EndpointsOf))
            .Build()
            .GetSection(section.Path);
    }

    private static IEnumerable<KeyValuePair<string, string?>> EndpointsOf(IConfigurationSection text) => text.Value!
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select((endpoint, index) => KeyValuePair.Create($"{text.Path}:{index}", (string?)endpoint));

    private static bool IsWithin(string path, string section) =>
        path.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (path.Length == section.Length || path[section.Length] == ':');
}
