using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Collects what is wrong with the options of one server or client, each fault with what to do.</summary>
internal sealed class Faults(OptionsSection place)
{
    private readonly List<string> _faults = [];

    /// <summary>Adds a fault: what follows the label.</summary>
    public void Add(string fault) => _faults.Add($"{place.Label} {fault}");

    /// <summary>Checks the endpoints as they are written.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="example">One that is right.</param>
    /// <param name="validate">Refuses a wrong one.</param>
    public void CheckEndpoints(IList<string> endpoints, string example, Action<string> validate)
    {
        if (endpoints.Count == 0)
        {
            Add(
                $"has no endpoints: give some in configuration, under {place.Section}:Endpoints, or in code, as in " +
                $"options.Endpoints.Add(\"{example}\").");
        }

        foreach (string endpoint in endpoints)
        {
            Check(() => validate(endpoint), "in Endpoints");
        }
    }

    /// <summary>Checks that keys in the configuration are not there in vain: connections would be in the clear, unnoticed.</summary>
    public void CheckCurve(IServiceProvider services, ZeroRpcSocketOptions options)
    {
        string section = $"{place.Section}:{OptionsSection.Curve}";
        if (!options.HasSecurity && services.GetService<IConfiguration>()?.GetSection(section).Exists() == true)
        {
            Add(
                $"has keys in configuration, under {section}, that nothing reads: add the package ZeroRpc.Curve, and to the options " +
                $".Configure<IConfiguration>((options, configuration) => options.UseCurve(configuration.GetSection(\"{section}\"))).");
        }
    }

    /// <summary>Adds what a check throws.</summary>
    public void Check(Action check, string where)
    {
        try
        {
            check();
        }
        catch (Exception e) when (e is ArgumentException or ZeroRpcEndpointException)
        {
            Add($"cannot have these options ({place.Section}, {where}): {e.Message}");
        }
    }

    /// <summary>What the options framework is told.</summary>
    public ValidateOptionsResult ToResult() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
