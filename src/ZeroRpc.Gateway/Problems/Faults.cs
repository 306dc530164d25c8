using Microsoft.AspNetCore.Http;

namespace ZeroRpc.Gateway.Problems;

/// <summary>The refusals of the gateway: the status, the name and the sentence of each.</summary>
internal static class Faults
{
    /// <summary>The arguments cannot be those of the method, or are no list and no map.</summary>
    public static GatewayException Arguments(string detail) => new(StatusCodes.Status400BadRequest, "InvalidArguments", detail);

    /// <summary>The request is no JSON or msgpack, or cannot be a request.</summary>
    public static GatewayException Request(string name, string detail) => new(StatusCodes.Status400BadRequest, name, detail);

    /// <summary>The request is larger than the limit.</summary>
    public static GatewayException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "TooLarge", $"The request is larger than {limit:N0} bytes, the limit of the gateway.");

    /// <summary>The gateway does not know the service.</summary>
    public static GatewayException UnknownService(string service) =>
        new(StatusCodes.Status404NotFound, "UnknownService", $"The gateway offers no service '{Short(service)}'.");

    /// <summary>No rule allows the method. The service is not asked whether it has one.</summary>
    public static GatewayException UnknownMethod(string service, string method) => new(
        StatusCodes.Status404NotFound, "UnknownMethod", $"The gateway offers no method '{Short(method)}' of the service '{service}'.");

    /// <summary>The method needs a signed-in user.</summary>
    public static GatewayException SignInRequired(string service, string method) => new(
        StatusCodes.Status401Unauthorized, "SignInRequired", $"Sign in to call '{Short(method)}' of the service '{service}'.");

    /// <summary>The user may not call the method.</summary>
    public static GatewayException Forbidden(string service, string method) => new(
        StatusCodes.Status403Forbidden, "Forbidden", $"You may not call '{Short(method)}' of the service '{service}'.");

    /// <summary>The page of another origin has sent the request.</summary>
    public static GatewayException Origin(string detail) => new(StatusCodes.Status403Forbidden, "OriginNotAllowed", detail);

    /// <summary>Shortens a name that a client has sent.</summary>
    private static string Short(string name) => name.Length > 100 ? name[..100] + "…" : name;
}
