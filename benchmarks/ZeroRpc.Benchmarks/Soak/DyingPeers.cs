using System.Diagnostics;
using ZeroRpc.Benchmarks.Modes;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Soak;

/// <summary>Peers that die while they have streams and calls under way.</summary>
internal static class DyingPeers
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    /// <summary>Starts a client in a process of its own and kills it, over and over: the server must forget all of its channels.</summary>
    public static async Task KillClientsAsync(ZeroRpcPair pair, Tally tally, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using Process victim = OwnProcess.Start(SoakMode.Victim, pair.Endpoint);
            await Task.Delay(Life, CancellationToken.None);
            victim.Kill();
            await victim.WaitForExitAsync(CancellationToken.None);
            tally.Count("killed clients");
        }
    }

    /// <summary>
    /// Takes a server away under its client, over and over: each call that was sent fails at once or when heartbeats lapse, one that was not
    /// waits for a server until its timeout, and none hangs.
    /// </summary>
    public static async Task LoseServersAsync(Tally tally, CancellationToken stop)
    {
        var options = new ZeroRpcClientOptions { Heartbeat = TimeSpan.FromMilliseconds(500), Timeout = TimeSpan.FromSeconds(3) };
        while (!stop.IsCancellationRequested)
        {
            ZeroRpcPair pair = ZeroRpcPair.OverTcp(new ZeroRpcServerOptions { Heartbeat = options.Heartbeat, StopTimeout = TimeSpan.Zero }, options);
            await pair.AddAsync(1, 2);
            Task[] calls = [.. Enumerable.Range(0, 10).Select(_ => pair.Client.InvokeAsync<int>("Hang"))];
            await pair.Server.DisposeAsync();
            foreach (Task call in calls)
            {
                await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Exception? error = call.Exception?.InnerException;
                tally.Expect(error is LostRemoteException or RemoteException or CallTimeoutException, "lost servers' calls", $"it ended with {error?.GetType().Name ?? "a value"}");
            }

            await pair.DisposeAsync();
        }
    }
}
