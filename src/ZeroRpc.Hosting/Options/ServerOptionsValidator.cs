using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Checks the options of a server at start. Faults that only the container can find are found when the server starts.</summary>
internal sealed class ServerOptionsValidator(IServiceProvider services) : IValidateOptions<ZeroRpcHostedServerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ZeroRpcHostedServerOptions options)
    {
        var faults = new Faults(OptionsSection.OfServer(name ?? ""));
        faults.CheckEndpoints(options.Endpoints, "tcp://0.0.0.0:4242", ZeroRpcEndpoint.ValidateForBind);
        faults.Check(options.Validate, "values");
        faults.CheckCurve(services, options);
        if (options is { Policies.Count: > 0, HasSecurity: false })
        {
            faults.Add("has policies, and nothing by which it could tell callers apart: secure it by UseCurve, of the package ZeroRpc.Curve.");
        }

        if (options.Services.Count == 0 && options.Steps.Count == 0)
        {
            faults.Add("serves nothing: add a service, as in options.AddService<Cooler>().");
        }

        faults.CheckNames<ZeroRpcHostedServerOptions>(services, name ?? "");
        return faults.ToResult();
    }
}
