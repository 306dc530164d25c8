using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Validates the options of a server. Faults that depend on the service provider are detected when the server starts.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ZeroRpcHostedServerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZeroRpcHostedServerOptions options)
    {
        var faults = new Faults(OptionsSection.OfServer(name ?? ""));
        faults.CheckEndpoints(options.Endpoints, "tcp://0.0.0.0:4242", ZeroRpcEndpoint.ValidateForBind);
        faults.Check(options.Validate, "values");
        if (options.Services.Count == 0 && options.Steps.Count == 0)
        {
            faults.Add("serves nothing: add a service, as in options.AddService<Cooler>().");
        }

        return faults.ToResult();
    }
}
