using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Soak;

/// <summary>Users of one client, each doing one kind of thing over and over: whatever they do has an outcome that is known beforehand.</summary>
internal static class SoakUsers
{
    /// <summary>Calls, small and large.</summary>
    public static Task CallAsync(ZeroRpcPair pair, Tally tally, CancellationToken stop) => RepeatAsync("calls", tally, async () =>
    {
        for (int i = 0; i < 50; i++)
        {
            int a = Random.Shared.Next(1_000_000);
            int sum = await pair.Client.InvokeAsync<int>("Add", a, 1);
            tally.Expect(sum == a + 1, "calls", $"{a} + 1 gave {sum}");
        }

        byte[] payload = new byte[Random.Shared.Next(200_000)];
        Random.Shared.NextBytes(payload);
        byte[] echo = await pair.Client.InvokeAsync<byte[]>("Echo", payload);
        tally.Expect(payload.AsSpan().SequenceEqual(echo), "echoes", $"{payload.Length} bytes came back as others");
    }, stop);

    /// <summary>Streams, read to their end or left early.</summary>
    public static Task StreamAsync(ZeroRpcPair pair, Tally tally, CancellationToken stop) => RepeatAsync("streams", tally, async () =>
    {
        int length = Random.Shared.Next(1, 2000);
        int leaveAt = Random.Shared.Next(4) == 0 ? Random.Shared.Next(length) : int.MaxValue;
        int expected = 0;
        await foreach (int item in pair.Client.StreamAsync<int>("Count", length))
        {
            if (item != expected++ || item == leaveAt)
            {
                break;
            }
        }

        tally.Expect(expected == Math.Min(length, leaveAt == int.MaxValue ? length : leaveAt + 1), "streams", $"stopped at {expected} of {length}");
    }, stop);

    /// <summary>Calls of a method that throws.</summary>
    public static Task FailAsync(ZeroRpcPair pair, Tally tally, CancellationToken stop) => RepeatAsync("errors", tally, async () =>
    {
        try
        {
            await pair.Client.InvokeAsync<int>("Fail", "on purpose");
            tally.Expect(false, "errors", "a method that throws gave a value");
        }
        catch (RemoteException error)
        {
            tally.Expect(error.Message.Contains("on purpose", StringComparison.Ordinal), "errors", error.Message);
        }
    }, stop);

    /// <summary>Calls that hang until they are cancelled, or until their timeout.</summary>
    public static Task CancelAsync(ZeroRpcPair pair, Tally tally, CancellationToken stop) => RepeatAsync("cancellations", tally, async () =>
    {
        TimeSpan patience = TimeSpan.FromMilliseconds(Random.Shared.Next(1, 100));
        using var cancellation = new CancellationTokenSource();
        bool byTimeout = Random.Shared.Next(2) == 0;
        CallOptions options = byTimeout ? new CallOptions { Timeout = patience } : new CallOptions { CancellationToken = cancellation.Token };
        cancellation.CancelAfter(patience);
        try
        {
            await pair.Client.InvokeAsync<int>("Hang", options);
            tally.Expect(false, "cancellations", "a call that hangs gave a value");
        }
        catch (Exception error) when (error is CallTimeoutException or OperationCanceledException)
        {
            tally.Expect(error is CallTimeoutException == byTimeout, "cancellations", $"it ended with {error.GetType().Name}");
        }
    }, stop);

    private static async Task RepeatAsync(string kind, Tally tally, Func<Task> act, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await act();
            }
            catch (Exception error)
            {
                tally.Expect(false, kind, $"it ended with {error.GetType().Name}: {error.Message}");
            }
        }
    }
}
