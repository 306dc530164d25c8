using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ZeroRpc.Gateway.Access;
using ZeroRpc.Gateway.Calls;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Gateway.Values;

namespace ZeroRpc.Gateway.Http;

/// <summary>Reads calls from HTTP requests.</summary>
internal sealed class RequestReader(GatewayValues values, CallHeaders headers, IOptions<ZeroRpcGatewayOptions> options)
{
    /// <summary>The header with the deadline of a call, in milliseconds.</summary>
    public const string TimeoutHeader = "ZeroRpc-Timeout-Ms";

    private const string UnsupportedType = "UnsupportedMediaType";

    /// <summary>Reads a call from a POST: its arguments are the body.</summary>
    /// <exception cref="GatewayException">The request is no call.</exception>
    public async Task<CallRequest> ReadAsync(HttpContext context, string service, string method)
    {
        bool isMsgpack = IsMsgpack(context.Request);
        PipeReader body = context.Request.BodyReader;
        ReadOnlySequence<byte> content = await ReadBodyAsync(context).ConfigureAwait(false);
        try
        {
            return Create(context, service, method, isMsgpack ? FromMsgpack(content) : FromJson(content), !isMsgpack);
        }
        finally
        {
            body.AdvanceTo(content.End);
        }
    }

    /// <summary>Reads a call from a GET: its arguments are the JSON of the query parameter <c>args</c>.</summary>
    /// <exception cref="GatewayException">The request is no call.</exception>
    public CallRequest ReadQuery(HttpContext context, string service, string method)
    {
        string? unknown = context.Request.Query.Keys.FirstOrDefault(key => key != "args");
        if (unknown is not null)
        {
            throw Faults.Arguments($"The query has '{unknown}'. The arguments are the JSON array or object of the parameter 'args'.");
        }

        string json = context.Request.Query.TryGetValue("args", out Microsoft.Extensions.Primitives.StringValues args) ? args.ToString() : "[]";
        return Create(context, service, method, FromJson(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json))), isJson: true);
    }

    private CallRequest Create(HttpContext context, string service, string method, object? arguments, bool isJson) =>
        new(service, method, arguments)
        {
            IsJson = isJson,
            Timeout = ReadTimeout(context.Request),
            Headers = headers.OfRequest(context),
        };

    /// <summary>
    /// Forms of other pages can send text and form data without the browser asking the gateway first: only JSON and msgpack make calls.
    /// </summary>
    private static bool IsMsgpack(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type))
        {
            throw Unsupported("has no content type");
        }

        if (ReplyFormats.IsMsgpack(type))
        {
            return true;
        }

        if (!type.MediaType.Equals(ReplyFormats.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"has the content type '{request.ContentType}'");
        }

        return type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? throw Unsupported($"has the charset '{type.Charset}', and not utf-8")
            : false;
    }

    private static GatewayException Unsupported(string what) => new(
        StatusCodes.Status415UnsupportedMediaType, UnsupportedType, $"The request {what}: send application/json or application/msgpack.");

    private async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext context)
    {
        int limit = options.Value.MaxRequestSize;
        if (context.Request.ContentLength > limit)
        {
            throw Faults.TooLarge(limit);
        }

        PipeReader body = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                body.AdvanceTo(read.Buffer.End);
                throw Faults.TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private object? FromJson(ReadOnlySequence<byte> content)
    {
        ReadOnlySpan<byte> json = content.IsSingleSegment ? content.FirstSpan : content.ToArray();
        try
        {
            return values.ReadJson(json);
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            throw InputFaults.OfJson(json, fault);
        }
    }

    private object? FromMsgpack(ReadOnlySequence<byte> content)
    {
        try
        {
            return values.ReadMsgpack(content);
        }
        catch (ValueConversionException wrong)
        {
            throw Faults.Request("InvalidMsgpack", $"The request is no msgpack value: {wrong.Message}.");
        }
    }

    private static TimeSpan? ReadTimeout(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(TimeoutHeader, out Microsoft.Extensions.Primitives.StringValues text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw Faults.Request("InvalidTimeout", $"{TimeoutHeader} is '{text}'. It is a whole number of milliseconds, at least 1.");
    }
}
