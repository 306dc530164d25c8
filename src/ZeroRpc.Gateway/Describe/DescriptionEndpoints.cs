using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Http;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.Describe;

/// <summary>Answers the requests for descriptions: the list of services, a service, its TypeScript, and the OpenAPI document.</summary>
internal sealed class DescriptionEndpoints(VisibleServices services, OriginCheck origins, GatewayValues values, ProblemResponse problems)
{
    /// <summary>The names of the services.</summary>
    public Task ListAsync(HttpContext context) => AnswerAsync(context, "the list of services", async () =>
    {
        List<string> names = await services.ListAsync(context).ConfigureAwait(false);
        return Json(new Dictionary<string, object?> { ["services"] = names.ToArray<object?>() });
    });

    /// <summary>A service and its methods.</summary>
    public Task DescribeAsync(HttpContext context) => AnswerAsync(context, "the description", async () =>
    {
        VisibleService service = await FindAsync(context).ConfigureAwait(false);
        return Json(DescriptionJson.Of(service, method => services.IsSafe(service.Name, method)));
    });

    /// <summary>A service for TypeScript.</summary>
    public Task DeclareAsync(HttpContext context) => AnswerAsync(context, "the declarations", async () =>
        ("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(TypeScriptDeclarations.Create(await FindAsync(context).ConfigureAwait(false)))));

    /// <summary>The OpenAPI document of all services that answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="root">The address of the gateway.</param>
    public Task DocumentAsync(HttpContext context, string root) => AnswerAsync(context, "the document", async () =>
    {
        List<VisibleService> found = [];
        foreach (string name in await services.ListAsync(context).ConfigureAwait(false))
        {
            if (await TryFindAsync(context, name).ConfigureAwait(false) is { } service)
            {
                found.Add(service);
            }
        }

        return Json(new OpenApiDocument(root, services.IsSafe).Create(found));
    });

    private Task<VisibleService> FindAsync(HttpContext context) => services.FindAsync(context, (string)context.Request.RouteValues["service"]!);

    /// <summary>A service that is not there is not in the document, so that the others are.</summary>
    private async Task<VisibleService?> TryFindAsync(HttpContext context, string name)
    {
        try
        {
            return await services.FindAsync(context, name).ConfigureAwait(false);
        }
        catch (ZeroRpcException)
        {
            return null;
        }
    }

    private (string Type, byte[] Content) Json(Dictionary<string, object?> map)
    {
        var content = new ArrayBufferWriter<byte>();
        values.Json.Write(content, map);
        return (ReplyFormats.Json, content.WrittenSpan.ToArray());
    }

    private async Task AnswerAsync(HttpContext context, string what, Func<Task<(string Type, byte[] Content)>> create)
    {
        try
        {
            origins.Check(context);
            (string type, byte[] content) = await create().ConfigureAwait(false);
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            context.Response.Headers.CacheControl = "no-store"; // Another user may see other methods.
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await context.Response.BodyWriter.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await problems.WriteAsync(context, failure, what).ConfigureAwait(false);
        }
    }
}
