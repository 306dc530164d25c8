using System.Diagnostics;

namespace ZeroRpc.Cli.Commands.Bench;

/// <summary>Makes the calls of a plan with one client.</summary>
internal sealed class LoadRun(ZeroRpcClient client, LoadPlan plan)
{
    private long _begin;
    private long _started;
    private long _done;
    private long _items;
    private long _errors;
    private Exception? _firstError;

    /// <summary>The completed fraction of the run, from 0 to 1.</summary>
    public double Progress => plan.Calls is { } calls
        ? (double)Interlocked.Read(ref _done) / calls
        : Math.Min(Elapsed / plan.Duration!.Value, 1);

    /// <summary>The number of completed calls.</summary>
    public long Done => Interlocked.Read(ref _done);

    private TimeSpan Elapsed => _begin == 0 ? default : Stopwatch.GetElapsedTime(_begin);

    /// <summary>Makes one call that is not measured. It waits for the connection, and fails if no call can succeed.</summary>
    public Task WarmUpAsync(CancellationToken stop) => CallAsync(stop);

    /// <summary>Makes the calls. If the token is cancelled, returns the result so far.</summary>
    public async Task<LoadReport> RunAsync(CancellationToken stop)
    {
        _items = 0;
        _begin = Stopwatch.GetTimestamp();
        LatencyHistogram[] parts = await Task.WhenAll(
            Enumerable.Range(0, plan.Callers).Select(_ => Task.Run(() => WorkAsync(stop), CancellationToken.None)));
        TimeSpan elapsed = Elapsed;
        var latencies = new LatencyHistogram();
        foreach (LatencyHistogram part in parts)
        {
            latencies.Add(part);
        }

        return new LoadReport(latencies, _items, _errors, _firstError, elapsed);
    }

    private async Task<LatencyHistogram> WorkAsync(CancellationToken stop)
    {
        var latencies = new LatencyHistogram();
        while (TakeCall() && !stop.IsCancellationRequested)
        {
            long begin = Stopwatch.GetTimestamp();
            try
            {
                await CallAsync(stop);
                latencies.Add(Stopwatch.GetElapsedTime(begin));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (ZeroRpcException failure)
            {
                Interlocked.Increment(ref _errors);
                Interlocked.CompareExchange(ref _firstError, failure, null);
            }

            Interlocked.Increment(ref _done);
        }

        return latencies;
    }

    private bool TakeCall() => plan.Calls is { } calls ? Interlocked.Increment(ref _started) <= calls : Elapsed < plan.Duration;

    private async Task CallAsync(CancellationToken stop)
    {
        await using ZeroRpcReply reply = await client.CallAsync(plan.Method, new CallOptions { CancellationToken = stop }, plan.Args);
        if (!reply.IsStream)
        {
            reply.ReadValue<object?>();
            return;
        }

        await foreach (object? _ in reply.ReadItemsAsync<object?>().WithCancellation(stop))
        {
            Interlocked.Increment(ref _items);
        }
    }
}
