using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ZeroRpc;

/// <summary>The worker's methods as routes. A request that is aborted cancels its call.</summary>
internal static class WorkerRoutes
{
    public static void MapWorker(this WebApplication app)
    {
        app.MapGet("/factors/{n:long}", FactorsAsync);
        app.MapGet("/primes", PrimesAsync);
    }

    private static async Task<Factored> FactorsAsync(long n, ZeroRpcClient worker, CancellationToken aborted) =>
        new(n, await worker.InvokeAsync<ulong[]>("factors", new CallOptions { CancellationToken = aborted }, n));

    /// <summary>Each prime as a server-sent event, then an event named end, or failed with the reason.</summary>
    private static async Task<IResult> PrimesAsync(ZeroRpcClient worker, CancellationToken aborted, long first = 2, int count = 10)
    {
        // A call that fails from the start throws here, before there is a response.
        ZeroRpcReply reply = await worker.CallAsync("primes", new CallOptions { CancellationToken = aborted }, first, count);
        return TypedResults.ServerSentEvents(EventsAsync(reply, aborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        ZeroRpcReply reply, [EnumeratorCancellation] CancellationToken aborted)
    {
        await using ZeroRpcReply _ = reply;
        await using IAsyncEnumerator<ulong> items = reply.ReadItemsAsync<ulong>().GetAsyncEnumerator(aborted);
        SseItem<string> last = new("", "end");
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    break;
                }
            }
            catch (ZeroRpcException error) when (CallFailures.Describe(error) is { } failure)
            {
                last = new(JsonSerializer.Serialize(failure, JsonSerializerOptions.Web), "failed");
                break;
            }

            yield return new SseItem<string>($"{items.Current}");
        }

        yield return last;
    }

    private sealed record Factored(long N, ulong[] Factors);
}
