using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Problems;

/// <summary>Turns the failures of calls into problems.</summary>
internal sealed class ProblemTable(IOptions<ZeroRpcGatewayOptions> options)
{
    private const int ClientClosedRequest = StatusCodes.Status499ClientClosedRequest;

    /// <summary>Returns the problem of a failure. Null if it is a fault of the gateway, whose exception no client is told.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="method">The method that was called.</param>
    public GatewayProblem? Find(Exception failure, string method) => failure switch
    {
        GatewayException refused => refused.Problem,
        RemoteException remote => OfRemote(remote, method),
        CallTimeoutException => new(StatusCodes.Status504GatewayTimeout, "Timeout", $"'{method}' has not replied in time."),
        LostRemoteException => new(
            StatusCodes.Status502BadGateway, "LostRemote", $"The service was lost during '{method}': whether it has run is unknown."),
        NotConnectedException or HandshakeException => new(
            StatusCodes.Status503ServiceUnavailable, "NotConnected", $"The service of '{method}' is not connected: the call was not sent."),
        ZeroRpcEndpointException => new(
            StatusCodes.Status503ServiceUnavailable, "NotConnected", $"The service of '{method}' has no endpoint now: the call was not sent."),
        MessageTooLargeException => new(
            StatusCodes.Status413PayloadTooLarge, "TooLarge", $"The message of '{method}' is larger than the services' limit."),
        ValueConversionException or ProtocolException => new(
            StatusCodes.Status502BadGateway, "InvalidReply", $"The reply to '{method}' cannot be read: {failure.Message}"),
        OperationCanceledException => new(ClientClosedRequest, "Cancelled", $"'{method}' was cancelled."),
        ObjectDisposedException => new(StatusCodes.Status503ServiceUnavailable, "Unavailable", "The gateway is stopping."),
        BadHttpRequestException bad => new(
            bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "TooLarge" : "InvalidRequest", bad.Message),
        _ => null,
    };

    /// <summary>Returns the problem of a failure. A fault of the gateway is told without its reason.</summary>
    public GatewayProblem Of(Exception failure, string method) => Find(failure, method) ?? new GatewayProblem(
        StatusCodes.Status500InternalServerError, "GatewayFault", "The gateway failed. Its log has the reason.");

    private GatewayProblem OfRemote(RemoteException remote, string method)
    {
        string detail = IsUnknownMethod(remote, method) ? $"The service has no method '{method}'." : remote.RemoteMessage ?? remote.Name;
        return new GatewayProblem(StatusOf(remote, method), remote.Name, detail)
        {
            IsRemote = true,
            Traceback = options.Value.SendTracebacks ? remote.Traceback : null,
        };
    }

    private int StatusOf(RemoteException remote, string method)
    {
        if (options.Value.StatusCodes.TryGetValue(remote.Name, out int configured))
        {
            return configured;
        }

        return remote.Name switch
        {
            "NameError" when IsUnknownMethod(remote, method) => StatusCodes.Status404NotFound,
            "TypeError" when IsAboutArguments(remote, method) => StatusCodes.Status400BadRequest,
            "Overloaded" => StatusCodes.Status429TooManyRequests,
            "Unavailable" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
    }

    /// <summary>In Python, a NameError from inside a method has a sentence as its message.</summary>
    private static bool IsUnknownMethod(RemoteException remote, string method) =>
        remote.Name == "NameError" && remote.RemoteMessage == method;

    /// <summary>
    /// Python says <c>Cooler.add() takes 2 positional arguments but 3 were given</c>, .NET <c>add() takes 1 argument but 2 were given</c>. A
    /// TypeError from inside a method names another function, or none.
    /// </summary>
    private static bool IsAboutArguments(RemoteException remote, string method) =>
        remote.RemoteMessage is { } message
        && message.IndexOf("() ", StringComparison.Ordinal) is > 0 and var end
        && message[..end].Split('.')[^1] == method.Split('.')[^1];
}
