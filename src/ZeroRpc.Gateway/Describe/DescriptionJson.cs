namespace ZeroRpc.Gateway.Describe;

/// <summary>
/// A service as JSON: <c>{"name", "methods": [{"name", "doc", "parameters", "returns", "stream", "safe"}]}</c>. A parameter is
/// <c>{"name", "type", "required", "default"}</c>. Null stands for what the service does not tell.
/// </summary>
internal static class DescriptionJson
{
    /// <summary>Returns the service as a map.</summary>
    /// <param name="service">The service.</param>
    /// <param name="isSafe">Whether GET calls a method too.</param>
    public static Dictionary<string, object?> Of(VisibleService service, Func<string, bool> isSafe) => new()
    {
        ["name"] = service.Name,
        ["methods"] = service.Methods.Select(object? (method) => Of(method, isSafe(method.Name))).ToArray(),
    };

    private static Dictionary<string, object?> Of(MethodDescription method, bool isSafe) => new()
    {
        ["name"] = method.Name,
        ["doc"] = method.Doc,
        ["parameters"] = method.Parameters?.Select(object? (parameter) => Of(parameter)).ToArray(),
        ["returns"] = method.Returns,
        ["stream"] = method.IsStream,
        ["safe"] = isSafe,
    };

    private static Dictionary<string, object?> Of(ParameterDescription parameter) => new()
    {
        ["name"] = parameter.Name,
        ["type"] = parameter.Type,
        ["required"] = !parameter.HasDefault,
        ["default"] = parameter.Default,
    };
}
