using ZeroRpc.Events;

namespace ZeroRpc.Tests.Replay;

/// <summary>A recorded call, made again, and what its caller saw of it.</summary>
internal sealed class ReplayedCall(Frame request, Activity activity)
{
    private readonly List<string> _seen = [];
    private int _asked;

    /// <summary>Completes when the caller knows how the call ended; never fails.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>How many items the caller asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Start(ZeroRpcClient client, bool streams, int leavesAfter)
    {
        var options = new CallOptions { Headers = request.FurtherHeaders };
        var args = (object?[])request.Args!;
        Done = RunAsync(streams
            ? ReadAsync(client.StreamAsync<object?>(request.Name, options, args), leavesAfter)
            : InvokeAsync(client.InvokeAsync<object?>(request.Name, options, args)));
        Done.ContinueWith(_ => activity.Pulse(), TaskScheduler.Default);
    }

    /// <summary>Compares what the caller saw with what the recorded server answered.</summary>
    public IEnumerable<Difference> CompareOutcome(Transcript transcript)
    {
        string[] recorded =
            [.. transcript.OfServer.Where(frame => frame.Lane == Lane.Data && frame.Channel.Equals(request.Channel)).Select(Describe)];
        for (int i = 0; i < Math.Max(recorded.Length, _seen.Count); i++)
        {
            string expected = i < recorded.Length ? recorded[i] : "nothing";
            string seen = i < _seen.Count ? _seen[i] : "nothing";
            if (seen != expected)
            {
                yield return new Difference(request.Name, expected.Split(' ')[0], "outcome", expected, seen);
            }
        }
    }

    private static string Describe(Frame answer) => answer.Kind switch
    {
        EventKind.StreamDone => answer.Name,
        EventKind.Error when answer.Args is object?[] error => $"{answer.Name} {error[0]}: {error[1]}",
        _ => $"{answer.Name} {answer.ArgsText}",
    };

    private static string Text(object? value) => Convert.ToHexString(Untyped.Write(value));

    private async Task RunAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (ObjectDisposedException)
        {
            // The transcript ended first.
        }
        catch (RemoteException error)
        {
            _seen.Add($"ERR {error.Name}: {error.RemoteMessage}");
        }
        catch (ZeroRpcException error)
        {
            _seen.Add(error.GetType().Name);
        }
    }

    private async Task InvokeAsync(Task<object?> reply) => _seen.Add($"OK {Text(new object?[] { await reply })}");

    private async Task ReadAsync(IAsyncEnumerable<object?> items, int leavesAfter)
    {
        await using IAsyncEnumerator<object?> reading = items.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (_seen.Count < leavesAfter)
        {
            ValueTask<bool> next = reading.MoveNextAsync();
            Interlocked.Increment(ref _asked);
            activity.Pulse();
            if (!await next)
            {
                _seen.Add("STREAM_DONE");
                return;
            }

            _seen.Add($"STREAM {Text(reading.Current)}");
        }
    }
}
