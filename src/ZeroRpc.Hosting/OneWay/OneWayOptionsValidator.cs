using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Options;

namespace ZeroRpc.Hosting.OneWay;

/// <summary>Validates the options of pushers, pullers, publishers and subscribers.</summary>
internal sealed class OneWayOptionsValidator<T>(IServiceProvider services) : IValidateOptions<T>
    where T : ZeroRpcOneWayOptions, IHostedOneWayOptions
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options)
    {
        OptionsSection place = IHostedOneWayOptions.SectionOf<T>(name ?? "");
        var faults = new Faults(place);
        if (options.Bind.Count + options.Connect.Count == 0)
        {
            faults.Add(
                $"has no endpoints: add some in the configuration, under {place.Section}:Bind or {place.Section}:Connect, or in code, as in " +
                "options.Bind.Add(\"tcp://0.0.0.0:4242\").");
        }

        foreach (string endpoint in options.Bind)
        {
            faults.Check(() => ZeroRpcEndpoint.ValidateForBind(endpoint), "in Bind");
        }

        foreach (string endpoint in options.Connect)
        {
            faults.Check(() => ZeroRpcEndpoint.ValidateForConnect(endpoint), "in Connect");
        }

        faults.Check(options.Validate, "values");
        faults.CheckCurve(services, options);
        faults.CheckNames<T>(services, name ?? "");
        if (options is IHostedReceiverOptions { Services.Count: 0, Steps.Count: 0 })
        {
            faults.Add("handles nothing: add a service, as in options.AddService<Worker>().");
        }

        return faults.ToResult();
    }
}
