using System.Net;
using System.Net.Sockets;
using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.ShortHeartbeat;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>A Python server that goes and comes back, or of which there are several.</summary>
public sealed class ReturningServerTests
{
    public static TheoryData<Carrier> Carriers => [Carrier.Tcp, Carrier.NetMq];

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Calls_given_up_while_it_was_away_do_not_run_when_it_is_back(Carrier carrier)
    {
        string endpoint = FreePort.Endpoint();
        await using var client = new ZeroRpcClient(endpoint, ClientOptions(carrier));
        await using (PeerProcess first = await ServeAtAsync(endpoint))
        {
            Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
            var lost = new TaskCompletionSource();
            client.ConnectionChanged += (_, change) =>
            {
                if (change.State == ZeroRpcConnectionState.Lost)
                {
                    lost.TrySetResult();
                }
            };
            first.Kill();
            await lost.Task.OrHang();
        }

        using var stop = new CancellationTokenSource();
        Task[] givenUp =
        [
            client.InvokeAsync("sleep", new CallOptions { Timeout = TimeSpan.FromMilliseconds(100) }, 0),
            client.InvokeAsync("sleep", new CallOptions { Timeout = TimeSpan.FromMilliseconds(100) }, 0),
            client.InvokeAsync("sleep", new CallOptions { CancellationToken = stop.Token }, 0),
        ];
        await stop.CancelAsync();
        await Task.WhenAll(givenUp).ContinueWith(_ => { }, TaskScheduler.Default).OrHang();
        Assert.All(givenUp, call => Assert.False(call.IsCompletedSuccessfully));

        await using PeerProcess second = await ServeAtAsync(endpoint);
        Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
        Assert.Equal(0, await client.InvokeAsync<int>("block", 0).OrHang());

        // The server tells what it starts, in order: had it been sent the calls that were given up, a sleep would be the first.
        Assert.Equal("block", (await second.ReadAsync()).GetProperty("started").GetString());
    }

    [Fact]
    public async Task Of_two_workers_that_connect_to_one_client_over_NetMQ_short_calls_work_and_streams_are_refused()
    {
        await using var client = new ZeroRpcClient(ClientOptions(Carrier.NetMq));
        string endpoint = client.Bind(Peer.AnyPort);
        await using PeerProcess first = await Peer.Python.ServeAsync(new { connect = endpoint, heartbeat = Heartbeat.TotalSeconds });
        await using PeerProcess second = await Peer.Python.ServeAsync(new { connect = endpoint, heartbeat = Heartbeat.TotalSeconds });
        ZeroRpcEndpointException? refusal = null;
        while (refusal is null)
        {
            // Until both have connected, of which the client alone can tell.
            Assert.Equal(43, await client.InvokeAsync<int>("add_42", 1).OrHang());
            try
            {
                await client.StreamAsync<int>("count", 10).CountAsync(TestContext.Current.CancellationToken).AsTask().OrHang();
            }
            catch (ZeroRpcEndpointException error)
            {
                refusal = error;
            }
        }

        Assert.Equal("count", refusal.Method);
        Assert.Contains("several peers are connected", refusal.Message, StringComparison.Ordinal);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(i + 42, await client.InvokeAsync<int>("add_42", i).OrHang());
        }

        await Assert.ThrowsAsync<ZeroRpcEndpointException>(() => client.InvokeAsync("sleep", 60)).OrHang();
    }

    private static Task<PeerProcess> ServeAtAsync(string endpoint) =>
        Peer.Python.ServeAsync(new { bind = endpoint, heartbeat = Heartbeat.TotalSeconds, listen = true });
}
