using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ZeroRpc.Configuration;

namespace ZeroRpc.Gateway.Setup;

/// <summary>Reads the options from the configuration. A key that is no option is an error, because a misspelled key would have no effect.</summary>
internal sealed class GatewayOptionsSetup(IConfiguration? configuration = null) : IConfigureOptions<ZeroRpcGatewayOptions>
{
    /// <summary>The section of the options.</summary>
    public const string Section = "ZeroRpc:Gateway";

    /// <inheritdoc/>
    public void Configure(ZeroRpcGatewayOptions options)
    {
        try
        {
            if (configuration?.GetSection(Section) is { } section)
            {
                Durations.Check(section, typeof(ZeroRpcGatewayOptions));
                WithEndpointLists(section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            }
        }
        catch (InvalidOperationException wrong)
        {
            string fault = $"The gateway has invalid options in the configuration section {Section}: {wrong.Message}";
            throw new OptionsValidationException(Options.DefaultName, typeof(ZeroRpcGatewayOptions), [fault]);
        }
    }

    /// <summary>The section with a list of endpoints where they were one text, as an environment variable gives them.</summary>
    private static IConfigurationSection WithEndpointLists(IConfigurationSection section)
    {
        IConfigurationSection[] texts =
        [
            .. section.GetSection(nameof(ZeroRpcGatewayOptions.Services)).GetChildren()
                .Select(service => service.GetSection(nameof(ZeroRpcGatewayService.Endpoints)))
                .Where(endpoints => endpoints.Value is not null),
        ];
        return texts.Length == 0 ? section : new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable().Where(entry => !Array.Exists(texts, text => text.Path == entry.Key)))
            .AddInMemoryCollection(texts.SelectMany(EndpointsOf))
            .Build()
            .GetSection(section.Path);
    }

    private static IEnumerable<KeyValuePair<string, string?>> EndpointsOf(IConfigurationSection text) => text.Value!
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select((endpoint, index) => KeyValuePair.Create($"{text.Path}:{index}", (string?)endpoint));
}
