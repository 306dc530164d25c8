using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Calls;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.Http;

/// <summary>Answers <c>POST</c> and <c>GET</c> of <c>/{service}/{method}</c> by a call.</summary>
internal sealed class HttpCalls(
    CallAuthorizer authorizer,
    OriginCheck origins,
    RequestReader requests,
    CallStarter calls,
    GatewayValues values,
    ProblemResponse problems,
    TimeProvider time,
    IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>Calls a method with the arguments of the body.</summary>
    public Task PostAsync(HttpContext context) => AnswerAsync(context, requests.ReadAsync);

    /// <summary>Calls a method with the arguments of the query, if the method is safe.</summary>
    public Task GetAsync(HttpContext context) => AnswerAsync(context, (_, service, method) =>
    {
        ZeroRpcGatewayService offered = options.Value.Services[service];
        return offered.Safe.Any(pattern => NamePattern.Covers(pattern, method))
            ? Task.FromResult(requests.ReadQuery(context, service, method))
            : throw new GatewayException(
                StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", $"'{method}' may change something: call it by POST.");
    });

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, string, string, Task<CallRequest>> read)
    {
        string service = (string)context.Request.RouteValues["service"]!;
        string method = (string)context.Request.RouteValues["method"]!;
        try
        {
            origins.Check(context);
            await authorizer.AuthorizeAsync(context, service, method).ConfigureAwait(false);
            ReplyFormat format = ReplyFormats.Choose(context.Request) ?? throw new GatewayException(
                StatusCodes.Status406NotAcceptable,
                "NotAcceptable",
                $"Accept one of {ReplyFormats.Json}, {ReplyFormats.JsonLines}, {ReplyFormats.Events} and {ReplyFormats.Msgpack}.");
            await CallAsync(context, await read(context, service, method).ConfigureAwait(false), format).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await problems.WriteAsync(context, failure, method).ConfigureAwait(false);
        }
    }

    private async Task CallAsync(HttpContext context, CallRequest request, ReplyFormat format)
    {
        using var deadline = new Deadline(calls.Limit(request.Timeout), time, context.RequestAborted);
        ZeroRpcReply reply = await StartAsync(request, deadline).ConfigureAwait(false);
        await using (reply.ConfigureAwait(false))
        {
            if (reply.IsStream || format is ReplyFormat.JsonLines or ReplyFormat.Events)
            {
                var response = new StreamResponse(context, StreamFormat.Create(format, values), options.Value.StreamHeartbeat, time);
                IAsyncEnumerable<object?> items = reply.IsStream ? reply.ReadItemsAsync<object?>() : Single(reply.ReadValue<object?>());
                await response.WriteAsync(items, failure => problems.Explain(deadline.Explain(failure), request.Method)).ConfigureAwait(false);
            }
            else
            {
                await WriteAsync(context, reply.ReadValue<object?>(), format).ConfigureAwait(false);
            }
        }
    }

    private async Task<ZeroRpcReply> StartAsync(CallRequest request, Deadline deadline)
    {
        try
        {
            return await calls.StartAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled)
        {
            throw deadline.Explain(cancelled);
        }
    }

    /// <summary>A value is written as a whole before the response starts, so that it can still become a problem.</summary>
    private async Task WriteAsync(HttpContext context, object? value, ReplyFormat format)
    {
        var content = new ArrayBufferWriter<byte>();
        if (format == ReplyFormat.Msgpack)
        {
            values.WriteMsgpack(content, value);
        }
        else
        {
            values.Json.Write(content, value);
        }

        context.Response.ContentType = format == ReplyFormat.Msgpack ? ReplyFormats.Msgpack : ReplyFormats.Json;
        context.Response.ContentLength = content.WrittenCount;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.BodyWriter.WriteAsync(content.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<object?> Single(object? value)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return value;
    }
}
