using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace ZeroRpc.Curve.Configuration;

/// <summary>The admitted clients of a section, which are read anew when the configuration has changed.</summary>
internal static partial class ReloadedClients
{
    /// <summary>Keeps a set as the section has it. Where that becomes wrong, the set stays as it is and the log says why.</summary>
    public static void Follow(IConfiguration section, CurveAllowedClients clients, ZeroRpcOptions options) =>
        ChangeToken.OnChange(section.GetReloadToken, () => Reload(section, clients, options.LoggerFactory.CreateLogger<CurveAllowedClients>()));

    private static void Reload(IConfiguration section, CurveAllowedClients clients, ILogger logger)
    {
        try
        {
            if (new CurveSection(section).ReadAllowedClients() is { } now)
            {
                clients.ReplaceWith(now);
                Reloaded(logger, clients.Clients.Count);
            }
            else
            {
                NotReloaded(logger, "any key would do now, which takes a new start");
            }
        }
        catch (ArgumentException exception)
        {
            NotReloaded(logger, exception.Message);
        }
    }

    [LoggerMessage(1050, LogLevel.Information, "The configuration has changed: {Count} clients are admitted now")]
    private static partial void Reloaded(ILogger logger, int count);

    [LoggerMessage(1051, LogLevel.Error, "The configuration has changed, and the admitted clients stay as they are: {Problem}")]
    private static partial void NotReloaded(ILogger logger, string problem);
}
