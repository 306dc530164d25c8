using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Validates the options of a client.</summary>
internal sealed class ClientOptionsValidator : IValidateOptions<ZeroRpcHostedClientOptions>
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
        return faults.ToResult();
    }
}
