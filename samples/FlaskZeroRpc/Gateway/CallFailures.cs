using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using ZeroRpc;

/// <summary>What HTTP callers hear of a call that failed.</summary>
internal sealed class CallFailures(IProblemDetailsService problems) : IExceptionHandler
{
    /// <summary>The problem (RFC 9457); null for a failure that is our own fault.</summary>
    public static ProblemDetails? Describe(ZeroRpcException error) => error switch
    {
        RemoteException remote => Problem(StatusCodes.Status502BadGateway, remote.Name, remote.Message),
        LostRemoteException or NotConnectedException or HandshakeException or CallTimeoutException { WasSent: false } =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The worker is away", error.Message),
        CallTimeoutException => Problem(StatusCodes.Status504GatewayTimeout, "The worker did not answer in time", error.Message),
        _ => null,
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ZeroRpcException error || Describe(error) is not { } problem)
        {
            return false;
        }

        context.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    private static ProblemDetails Problem(int status, string title, string detail) => new() { Status = status, Title = title, Detail = detail };
}
