using ZeroRpc.Cli.Values;

namespace ZeroRpc.Cli.Inspection;

/// <summary>
/// Formats a service for programs, with a stable schema: <c>{"name", "methods": [{"name", "doc", "parameters", "returns", "stream"}]}</c>.
/// A parameter is <c>{"name", "type", "required", "default"}</c>. All keys are always present; unknown values are null.
/// </summary>
internal static class ServiceJson
{
    /// <summary>Formats the whole service.</summary>
    public static string Of(ServiceDescription service) => JsonText.Of(new Dictionary<string, object?>
    {
        ["name"] = service.Name,
        ["methods"] = service.Methods.Select(object? (method) => MapOf(method)).ToArray(),
    });

    /// <summary>Formats one method.</summary>
    public static string Of(MethodDescription method) => JsonText.Of(MapOf(method));

    private static Dictionary<string, object?> MapOf(MethodDescription method) => new()
    {
        ["name"] = method.Name,
        ["doc"] = method.Doc,
        ["parameters"] = method.Parameters?.Select(object? (parameter) => MapOf(parameter)).ToArray(),
        ["returns"] = method.Returns,
        ["stream"] = method.IsStream,
    };

    private static Dictionary<string, object?> MapOf(ParameterDescription parameter) => new()
    {
        ["name"] = parameter.Name,
        ["type"] = parameter.Type,
        ["required"] = !parameter.HasDefault,
        ["default"] = parameter.Default,
    };
}
