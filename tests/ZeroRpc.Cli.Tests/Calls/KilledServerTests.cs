using System.Text.Json;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>What a server does that is to be killed.</summary>
public sealed class Mortal
{
    /// <summary>Makes a file as the sign that it has begun, and waits.</summary>
    public async Task WaitForEver(string sign, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(sign, "", cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Counts.</summary>
    public IAsyncEnumerable<int> Count(int n) => AsyncEnumerable.Range(0, n);

    /// <summary>Counts, and never comes to an end: the reader's window holds it.</summary>
    public async IAsyncEnumerable<int> CountForEver()
    {
        for (int i = 0; ; i++)
        {
            yield return i;
            await Task.Yield();
        }
    }
}

/// <summary>A server of ours that <c>kill -9</c> ends in the middle of calls and streams, and another one in its place, at the same endpoint.</summary>
public sealed class KilledServerTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(0.5);

    private const int Attempts = 60;

    private readonly string _sign = TemporaryFolder.NewPath();

    public static TheoryData<Carrier> Carriers => [Carrier.NetMq, Carrier.Tcp, Carrier.Ipc];

    public static MatrixTheoryData<string, Carrier> Callers { get; } = new(["Python", "Node"], [Carrier.Tcp, Carrier.Ipc]);

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Our_client_loses_what_was_under_way_and_is_served_by_the_next(Carrier carrier)
    {
        await using Served first = await ServeAsync(carrier.NewEndpoint());
        await using var client = new ZeroRpcClient(
            first.Endpoint, carrier.Carried(new ZeroRpcClientOptions { Heartbeat = Heartbeat }));
        Task call = client.InvokeAsync("WaitForEver", _sign);
        await using IAsyncEnumerator<int> stream = client.StreamAsync<int>("CountForEver").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync().AsTask().OrHang());
        await SignAsync().OrHang();

        await first.KillAsync();

        Assert.Equal("WaitForEver", (await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang()).Method);
        Assert.Equal("CountForEver", (await Assert.ThrowsAsync<LostRemoteException>(() => ToTheEndAsync(stream)).OrHang()).Method);
        Task<int> waiting = client.StreamAsync<int>("Count", 250).CountAsync(TestContext.Current.CancellationToken).AsTask();
        await using Served second = await ServeAsync(first.Endpoint);
        Assert.Equal(250, await waiting.OrHang());
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Python_and_Node_lose_what_was_under_way_and_are_served_by_the_next(string name, Carrier carrier)
    {
        Peer peer = name == "Python" ? Peer.Python : Peer.Node;
        await peer.RequireAsync();
        await using Served first = await ServeAsync(carrier.NewEndpoint());
        await using PeerProcess caller = await peer.CallAsync(
            new { connect = first.Endpoint, heartbeat = Heartbeat.TotalSeconds },
            [PeerCalls.Call("WaitForEver", _sign), .. Enumerable.Repeat(PeerCalls.Count("Count", 250), Attempts)]);
        await SignAsync().OrHang();

        await first.KillAsync();
        await using Served second = await ServeAsync(first.Endpoint);

        Assert.True((await caller.ReadAsync()).TryGetProperty("error", out _)); // Lost remote, in each one's words.

        // Streams are lost until the next server runs, which takes a busy machine longer than the heartbeats that a caller waits for.
        int items = 0;
        for (int attempt = 0; attempt < Attempts && items != 250; attempt++)
        {
            items = (await caller.ReadAsync()).TryGetProperty("items", out JsonElement count) ? count.GetInt32() : 0;
        }

        Assert.Equal(250, items);
    }

    /// <summary>Waits until the call has begun.</summary>
    private async Task SignAsync()
    {
        while (!File.Exists(_sign))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }

    private static Task<Served> ServeAsync(string endpoint) => Served.StartAsync(
        "serve", "--bind", endpoint, "--heartbeat", "0.5", typeof(Mortal).Assembly.Location, typeof(Mortal).FullName!);

    private static async Task ToTheEndAsync(IAsyncEnumerator<int> stream)
    {
        while (await stream.MoveNextAsync())
        {
        }
    }
}
