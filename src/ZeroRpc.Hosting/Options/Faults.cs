using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Collects the faults in the options of one server or client. Each fault states what to do.</summary>
internal sealed class Faults(OptionsSection place)
{
    private readonly List<string> _faults = [];

    /// <summary>Adds a fault.</summary>
    /// <param name="fault">The message without the label of the server or client.</param>
    public void Add(string fault) => _faults.Add($"{place.Label} {fault}");

    /// <summary>Validates the endpoints.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="example">A valid endpoint for messages.</param>
    /// <param name="validate">Throws an exception for an invalid endpoint.</param>
    public void CheckEndpoints(IList<string> endpoints, string example, Action<string> validate)
    {
        if (endpoints.Count == 0)
        {
            Add(
                $"has no endpoints: add some in the configuration, under {place.Section}:Endpoints, or in code, as in " +
                $"options.Endpoints.Add(\"{example}\").");
        }

        foreach (string endpoint in endpoints)
        {
            Check(() => validate(endpoint), "in Endpoints");
        }
    }

    /// <summary>Checks that keys in the configuration are not there in vain: connections would be in the clear, unnoticed.</summary>
    public void CheckCurve(IServiceProvider services, ZeroRpcOptions options)
    {
        string section = $"{place.Section}:{OptionsSection.Curve}";
        if (!options.HasSecurity && services.GetService<IConfiguration>()?.GetSection(section).Exists() == true)
        {
            Add(
                $"has keys in configuration, under {section}, that nothing reads: add the package ZeroRpc.Curve, and to the options " +
                $".Configure<IConfiguration>((options, configuration) => options.UseCurve(configuration.GetSection(\"{section}\"))).");
        }
    }

    /// <summary>
    /// Checks that the configuration has no section for a name that is not registered, because a misspelled name would otherwise have no
    /// effect. Only the options that were registered first report this, so that it is reported once.
    /// </summary>
    /// <typeparam name="T">The type of the options.</typeparam>
    /// <param name="services">The service provider.</param>
    /// <param name="name">The name of the options that are being validated.</param>
    public void CheckNames<T>(IServiceProvider services, string name)
    {
        string[] names = [.. services.GetServices<RegisteredOptions>().Where(each => each.Type == typeof(T)).Select(each => each.Name)];
        if (names.Length == 0 || names[0] != name || services.GetService<IConfiguration>() is not { } configuration)
        {
            return;
        }

        foreach (IConfigurationSection section in configuration.GetSection(place.Named).GetChildren())
        {
            if (!names.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
            {
                string known = string.Join(", ", names.Where(each => each.Length > 0).Select(each => $"'{each}'"));
                _faults.Add(
                    $"The configuration has the section {section.Path}, but nothing is registered with the name '{section.Key}'. " +
                    (known.Length == 0 ? "No name is registered. " : $"Registered: {known}. ") +
                    "Correct the name, or remove the section.");
            }
        }
    }

    /// <summary>Runs a check and adds its exception as a fault.</summary>
    public void Check(Action check, string where)
    {
        try
        {
            check();
        }
        catch (Exception e) when (e is ArgumentException or ZeroRpcEndpointException)
        {
            Add($"has invalid options ({place.Section}, {where}): {e.Message}");
        }
    }

    /// <summary>Returns the result for the options framework.</summary>
    public ValidateOptionsResult ToResult() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
