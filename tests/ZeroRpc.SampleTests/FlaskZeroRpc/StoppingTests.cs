using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>A hosted server that is told to end by SIGTERM, as containers and systemd do it (docs/deploy.md).</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task At_SIGTERM_a_running_call_is_answered_whole_new_ones_are_refused_and_the_process_ends_well()
    {
        const int Count = 1000; // More than a client takes unread, so that the call runs for as long as we do not read.
        int port = FreePort.Next();
        await using RunningProgram worker = await Sample.ServeAsync(Language.CSharp, "worker", ("PORT_ZEROSERVICE", $"{port}"));
        await using var client = new ZeroRpcClient($"tcp://127.0.0.1:{port}");
        await using IAsyncEnumerator<long> running = client.StreamAsync<long>("primes", 2, Count).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await running.MoveNextAsync().AsTask().OrHang());

        worker.Terminate();
        RemoteException refusal = await client.UntilRefusedAsync("factors", 6).OrHang();
        List<long> primes = [];
        do
        {
            primes.Add(running.Current);
        }
        while (await running.MoveNextAsync().AsTask().OrHang());

        Assert.Equal("Unavailable", refusal.Name);
        Assert.Equal((Count, 7919), (primes.Count, primes[^1]));
        Assert.Equal(0, await worker.EndAsync());
    }
}
