using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>
/// Processes that <c>kill -9</c> ends at each point of a call (<c>Peers/python/dying.py</c>): whoever is left learns of it at once, and
/// goes on with others.
/// </summary>
public sealed class KilledAtEveryPointTests
{
    private const int Times = 3;
    private const int LargeSize = 64 * 1024 * 1024;

    /// <summary>Before these points the request has not left: it goes to the next server.</summary>
    public static TheoryData<string> BeforeTheRequest => ["connected", "mid-greeting", "greeted"];

    /// <summary>From these on the server may have run the call, which is lost.</summary>
    public static TheoryData<string> AfterTheRequest => ["request-begun", "requested", "heartbeat", "mid-reply"];

    /// <summary>The points of a client that calls a method which runs until its caller is gone.</summary>
    public static TheoryData<string> OfClients => ["requested", "heartbeat", "item", "mid-credit", "credited"];

    /// <summary>The points of a client before its request is complete.</summary>
    public static TheoryData<string> OfClientsBefore => ["connected", "mid-greeting", "greeted", "ready", "mid-request"];

    [Theory]
    [MemberData(nameof(BeforeTheRequest))]
    public async Task A_call_goes_to_the_next_server_when_the_first_dies_before_it_was_sent(string point)
    {
        for (int i = 0; i < Times; i++)
        {
            PeerProcess dying = await DyingServerAsync(point);
            await using var client = new ZeroRpcClient(dying.Endpoint);
            Task<int> call = client.InvokeAsync<int>("add_42", 1);
            await dying.DiesAsync();

            await using PeerProcess next = await ServeAsync(dying.Endpoint);

            Assert.Equal(43, await call.OrHang());
        }
    }

    [Theory]
    [MemberData(nameof(AfterTheRequest))]
    public async Task A_call_is_lost_at_once_when_its_server_dies_with_it_and_the_next_works(string point)
    {
        for (int i = 0; i < Times; i++)
        {
            PeerProcess dying = await DyingServerAsync(point);
            await using ZeroRpcClient client = NewClient(dying.Endpoint);
            Task<int> call = client.InvokeAsync<int>("add_42", 1);
            await dying.DiesAsync();

            await AssertLostAsync(call);

            await using PeerProcess next = await ServeAsync(dying.Endpoint);
            Assert.Equal(44, await client.InvokeAsync<int>("add_42", 2).OrHang());
        }
    }

    [Theory]
    [InlineData("item", 1)]
    [InlineData("mid-item", 1)]
    public async Task A_stream_ends_after_its_items_when_its_server_dies(string point, int items)
    {
        for (int i = 0; i < Times; i++)
        {
            PeerProcess dying = await DyingServerAsync(point);
            await using ZeroRpcClient client = NewClient(dying.Endpoint);
            int count = 0;

            LostRemoteException lost = await Assert.ThrowsAsync<LostRemoteException>(async () =>
            {
                await foreach (int item in client.StreamAsync<int>("count", 100))
                {
                    Assert.Equal(count++, item);
                }
            }).OrHang();

            Assert.Contains("its connection was lost", lost.Message);
            Assert.Equal(items, count);
            await dying.DiesAsync();
        }
    }

    [Fact]
    public async Task A_reply_that_was_complete_arrives_although_its_server_dies()
    {
        for (int i = 0; i < Times; i++)
        {
            PeerProcess dying = await DyingServerAsync("replied");
            await using ZeroRpcClient client = NewClient(dying.Endpoint);

            Assert.Equal(42, await client.InvokeAsync<int>("add_42", 1).OrHang());
            await dying.DiesAsync();
        }
    }

    [Fact]
    public async Task Twenty_callers_of_large_requests_learn_that_the_server_died_or_are_served_by_the_next()
    {
        for (int i = 0; i < Times; i++)
        {
            PeerProcess dying = await DyingServerAsync("mid-request");
            await using ZeroRpcClient client = NewClient(dying.Endpoint);
            byte[] large = new byte[LargeSize];
            Task<int> first = client.InvokeAsync<int>("size", large);
            Task<int>[] others = [.. Enumerable.Range(0, 19).Select(_ => client.InvokeAsync<int>("size", large))];
            await dying.DiesAsync();

            await AssertLostAsync(first); // By the break, not by a heartbeat: there are none.

            await using var next = new ZeroRpcServer();
            next.AddMethod("size", (byte[] value) => value.Length);
            next.Bind(dying.Endpoint);
            next.Start();
            Task<bool>[] answers = [.. others.Select(IsAnsweredAsync)];
            Assert.Contains(true, await Task.WhenAll(answers).OrHang()); // Those that had not left.
        }
    }

    [Theory]
    [MemberData(nameof(OfClients))]
    public async Task A_handler_that_was_started_is_cancelled_when_its_client_dies(string point)
    {
        for (int i = 0; i < Times; i++)
        {
            await using var served = new Served();
            PeerProcess dying = await Peer.Python.StartAsync("dying", new { connect = served.Endpoint, at = point, method = "count" });
            await dying.DiesAsync();

            await served.AssertServesAsync();
            if (served.Started)
            {
                await served.Cancelled.OrHang(); // Else its client was gone before it could start.
            }
        }
    }

    [Theory]
    [MemberData(nameof(OfClientsBefore))]
    public async Task A_client_that_dies_before_its_request_is_complete_runs_nothing(string point)
    {
        for (int i = 0; i < Times; i++)
        {
            await using var served = new Served();
            PeerProcess dying = await Peer.Python.StartAsync("dying", new { connect = served.Endpoint, at = point, method = "count" });
            await dying.DiesAsync();

            await served.AssertServesAsync();
            Assert.False(served.Started);
        }
    }

    [Fact]
    public async Task A_client_that_dies_in_the_middle_of_a_large_reply_harms_nobody()
    {
        for (int i = 0; i < Times; i++)
        {
            await using var served = new Served();
            PeerProcess dying = await Peer.Python.StartAsync(
                "dying", new { connect = served.Endpoint, at = "mid-reply", method = "zeros", args = new[] { LargeSize } });
            await dying.DiesAsync();

            await served.AssertServesAsync();
        }
    }

    private static Task<PeerProcess> DyingServerAsync(string point) => Peer.Python.StartAsync("dying", new { bind = true, at = point });

    private static Task<PeerProcess> ServeAsync(string endpoint) => Peer.Python.ServeAsync(new { bind = endpoint });

    /// <summary>Without heartbeats and timeouts a call ends by nothing but its reply and its connection.</summary>
    private static ZeroRpcClient NewClient(string endpoint) =>
        new(endpoint, new ZeroRpcClientOptions { Heartbeat = null, Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>Whether a call was answered; if not, it was lost because its request had left.</summary>
    private static async Task<bool> IsAnsweredAsync(Task<int> call)
    {
        try
        {
            return await call == LargeSize;
        }
        catch (LostRemoteException)
        {
            return false;
        }
    }

    private static async Task AssertLostAsync(Task call)
    {
        LostRemoteException lost = await Assert.ThrowsAsync<LostRemoteException>(() => call).OrHang();
        Assert.Contains("its connection was lost", lost.Message);
    }

    /// <summary>Our server, whose heartbeats are off: only the end of a connection tells it that a client is gone.</summary>
    private sealed class Served : IAsyncDisposable
    {
        private readonly ZeroRpcServer _server = new(new ZeroRpcServerOptions { Heartbeat = null, StopTimeout = TimeSpan.Zero });
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Served()
        {
            _server.AddMethod("count", Count);
            _server.AddMethod("zeros", (int size) => new byte[size]);
            Endpoint = _server.Bind(Peer.AnyPort);
            _server.Start();
        }

        public string Endpoint { get; }

        public bool Started { get; private set; }

        public Task Cancelled => _cancelled.Task;

        public async Task AssertServesAsync()
        {
            await using var client = new ZeroRpcClient(Endpoint);
            Assert.Equal(7, (await client.InvokeAsync<byte[]>("zeros", 7).OrHang()).Length);
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private async IAsyncEnumerable<int> Count([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            Started = true;
            try
            {
                yield return 0;
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                _cancelled.TrySetResult();
            }
        }
    }
}
