using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

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
            configuration?.GetSection(Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            string fault = $"The gateway has invalid options in the configuration section {Section}: {wrong.Message}";
            throw new OptionsValidationException(Options.DefaultName, typeof(ZeroRpcGatewayOptions), [fault]);
        }
    }
}
