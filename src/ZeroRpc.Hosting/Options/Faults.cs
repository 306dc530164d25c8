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

    /// <summary>Runs a check and adds the message of its exception.</summary>
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
