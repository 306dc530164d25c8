using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Http;

/// <summary>Writes the items of a stream into a response as they come.</summary>
/// <param name="context">The request.</param>
/// <param name="format">How items are written.</param>
/// <param name="heartbeat">How long the stream is silent before a heartbeat.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamResponse(HttpContext context, StreamFormat format, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>What is written at most before the client must take it. Until then the next item is not read from the service.</summary>
    private const int FlushSize = 16 * 1024;

    private readonly PipeWriter _output = context.Response.BodyWriter;

    /// <summary>Writes the stream to its end.</summary>
    /// <param name="items">The items. Ending their enumeration ends the call.</param>
    /// <param name="explain">Turns the failure of the call into what the client is told.</param>
    public async Task WriteAsync(IAsyncEnumerable<object?> items, Func<Exception, GatewayProblem> explain)
    {
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep items back.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await WriteItemsAsync(items).ConfigureAwait(false);
            format.WriteEnd(_output);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            format.WriteError(_output, explain(failure));
        }

        await _output.FlushAsync().ConfigureAwait(false);
    }

    private async Task WriteItemsAsync(IAsyncEnumerable<object?> items)
    {
        IAsyncEnumerator<object?> reader = items.GetAsyncEnumerator(CancellationToken.None);
        await using (reader.ConfigureAwait(false))
        {
            while (await MoveNextAsync(reader).ConfigureAwait(false))
            {
                format.WriteItem(_output, reader.Current);
            }
        }
    }

    private ValueTask<bool> MoveNextAsync(IAsyncEnumerator<object?> reader)
    {
        ValueTask<bool> next = reader.MoveNextAsync();
        return next.IsCompleted && _output.UnflushedBytes < FlushSize ? next : WaitAsync(next.AsTask());
    }

    /// <summary>
    /// Sends what is written, and heartbeats until there is an item. Does not end before the enumerator has moved: disposing it earlier fails.
    /// </summary>
    private async ValueTask<bool> WaitAsync(Task<bool> next)
    {
        // Without a token: Kestrel completes the flush when the client has gone, and the token of the call then ends the enumeration.
        await _output.FlushAsync().ConfigureAwait(false);
        while (!next.IsCompleted)
        {
            try
            {
                return await next.WaitAsync(heartbeat, time).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!context.RequestAborted.IsCancellationRequested)
            {
                format.WriteHeartbeat(_output);
                await _output.FlushAsync().ConfigureAwait(false);
            }
        }

        return await next.ConfigureAwait(false);
    }
}
