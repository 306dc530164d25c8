using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Checks the options of a client at start.</summary>
internal sealed class ClientOptionsValidator(IServiceProvider services) : IValidateOptions<ZeroRpcHostedClientOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZeroRpcHostedClientOptions options)
    {
        var faults = new Faults(OptionsSection.OfClient(name ?? ""));
        faults.CheckEndpoints(
            options.Endpoints,
            "tcp://127.0.0.1:4242",
            options.ResolveEndpoint is null ? ZeroRpcEndpoint.ValidateForConnect : static _ => { });
        faults.Check(options.Validate, "values");
        faults.CheckCurve(services, options);
        faults.CheckNames<ZeroRpcHostedClientOptions>(services, name ?? "");
        return faults.ToResult();
    }
}
