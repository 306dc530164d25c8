using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Http;

/// <summary>Writes the failure of a request as problem details.</summary>
internal sealed class ProblemResponse(ProblemTable table, ILogger<ProblemResponse> logger)
{
    /// <summary>Answers a request that has failed. A client that has gone is not answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="failure">The exception.</param>
    /// <param name="method">The method that was called.</param>
    public Task WriteAsync(HttpContext context, Exception failure, string method)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // For logs and metrics.
            }

            return Task.CompletedTask;
        }

        GatewayProblem problem = Explain(failure, method);
        if (context.Response.HasStarted)
        {
            context.Abort(); // The client must not take half of a response for the whole.
            return Task.CompletedTask;
        }

        return WriteAsync(context, problem);
    }

    /// <summary>Returns the problem of a failure, and logs a fault of the gateway, whose reason no client is told.</summary>
    public GatewayProblem Explain(Exception failure, string method)
    {
        if (table.Find(failure, method) is null)
        {
            logger.Failed(method, failure);
        }

        return table.Of(failure, method);
    }

    private static Task WriteAsync(HttpContext context, GatewayProblem problem)
    {
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var details = new ProblemDetails { Status = problem.Status, Detail = problem.Detail };
        details.Extensions["name"] = problem.Name;
        details.Extensions["remote"] = problem.IsRemote;
        if (problem.Traceback is not null)
        {
            details.Extensions["traceback"] = problem.Traceback;
        }

        return TypedResults.Problem(details).ExecuteAsync(context);
    }
}
