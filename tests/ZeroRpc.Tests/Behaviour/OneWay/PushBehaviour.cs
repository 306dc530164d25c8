using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>What is pushed goes to one puller, waits for one, and is not lost without a word.</summary>
public abstract class PushBehaviour(Carrier carrier) : OneWayTest(carrier)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_runs_the_pullers_method_whichever_side_binds(bool pusherBinds)
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("lolita", (int a, int b) => Note($"{a} {b}"));
        ZeroRpcPusher pusher = NewPusher();
        if (pusherBinds)
        {
            puller.Connect(pusher.Bind(NewEndpoint()));
        }
        else
        {
            pusher.Connect(puller.Bind(NewEndpoint()));
        }

        puller.Start();
        await pusher.PushAsync("lolita", 1, 2).OrHang();

        Assert.Equal("1 2", Next());
        Assert.Equal(1, pusher.SentCount);
        Assert.Equal(0, pusher.WaitingCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_at_the_end_of_the_arguments_cancels_a_push_as_the_one_in_its_options_does(bool cancelsByOptions)
    {
        using var last = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        ZeroRpcPusher pusher = NewPusher(null, FreeEndpoint());

        Task push = pusher.PushAsync("note", new PushOptions { CancellationToken = other.Token }, "late", last.Token);
        await (cancelsByOptions ? other : last).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push.OrHang());
        Assert.Equal(0, pusher.WaitingCount);
    }

    [Fact]
    public async Task Pushes_leave_in_the_order_of_the_calls_though_none_is_awaited()
    {
        const int Many = 5000;
        ZeroRpcPusher pusher = PusherTo(NewPuller());

        Task[] pushes = [.. Enumerable.Range(0, Many).Select(i => pusher.PushAsync("note", $"{i}"))];
        await Task.WhenAll(pushes).OrHang();

        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"{i}"), Enumerable.Range(0, Many).Select(_ => Next()));
    }

    [Fact]
    public async Task A_push_waits_until_a_puller_is_there()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(null, endpoint);
        Task push = pusher.PushAsync("note", "early");
        Assert.False(push.IsCompleted);
        Assert.False(pusher.IsConnected);
        Assert.Equal(1, pusher.WaitingCount);

        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        puller.Bind(endpoint);
        puller.Start();

        await push.OrHang();
        Assert.Equal("early", Next());
    }

    [Fact]
    public async Task A_cancelled_push_is_not_sent()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(null, endpoint);
        using var cancel = new CancellationTokenSource();
        Task cancelled = pusher.PushAsync("note", new PushOptions { CancellationToken = cancel.Token }, "cancelled");
        Task kept = pusher.PushAsync("note", "kept");

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => cancelled.OrHang());
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        puller.Bind(endpoint);
        puller.Start();

        await kept.OrHang();
        Assert.Equal("kept", Next());
        Assert.Equal(1, pusher.SentCount);
    }

    [Fact]
    public async Task A_push_that_no_puller_takes_in_time_fails_and_says_so()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(
            new ZeroRpcPusherOptions { Timeout = TimeSpan.FromSeconds(5), TimeProvider = Time, Linger = TimeSpan.Zero }, endpoint);

        Task push = pusher.PushAsync("lolita", 1);
        Time.Advance(TimeSpan.FromSeconds(5));

        NotConnectedException error = await Assert.ThrowsAsync<NotConnectedException>(() => push.OrHang());
        Assert.Equal($"'lolita' was not sent within 5 s: no puller is connected at {endpoint}.", error.Message);
        Assert.Equal("lolita", error.Method);
        Assert.Equal(0, pusher.WaitingCount);
    }

    [Fact]
    public async Task A_push_to_a_puller_that_is_behind_waits_and_nothing_is_lost()
    {
        const int Many = 3000;
        byte[] weight = new byte[10_000];
        var release = new Signal();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { HighWaterMark = 10, Linger = TimeSpan.Zero });
        puller.AddMethod("hold", async (int number, byte[] _) =>
        {
            await release.Task;
            Note($"{number}");
        });
        string endpoint = puller.Bind(NewEndpoint());
        puller.Start();
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { HighWaterMark = 10, Linger = TimeSpan.Zero }, endpoint);

        Task[] pushes = [.. Enumerable.Range(0, Many).Select(i => pusher.PushAsync("hold", i, weight))];
        Assert.False(pushes[^1].IsCompleted);
        release.Set();

        await Task.WhenAll(pushes).OrHang();
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"{i}"), Enumerable.Range(0, Many).Select(_ => Next()));
    }

    [Fact]
    public async Task Pullers_share_what_is_pushed()
    {
        ZeroRpcPusher pusher = NewPusher();
        string endpoint = pusher.Bind(NewEndpoint());
        foreach (string name in (string[])["first", "second"])
        {
            ZeroRpcPuller puller = NewPuller();
            puller.AddMethod("who", () => Note(name));
            puller.Connect(endpoint);
            puller.Start();
        }

        HashSet<string> seen = [];
        while (seen.Count < 2)
        {
            await pusher.PushAsync("who").OrHang();
            seen.Add(Next());
        }
    }

    [Fact]
    public async Task Disposal_fails_what_no_puller_took_and_logs_how_much()
    {
        using var log = new FakeLog();
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { Linger = TimeSpan.Zero, LoggerFactory = log.Factory }, endpoint);
        Task first = pusher.PushAsync("lolita", 1);
        Task second = pusher.PushAsync("lolita", 2);

        await pusher.DisposeAsync().AsTask().OrHang();

        ObjectDisposedException error = await Assert.ThrowsAsync<ObjectDisposedException>(() => first.OrHang());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second.OrHang());
        Assert.Contains($"'lolita' was sent: no puller is connected at {endpoint}", error.Message, StringComparison.Ordinal);
        log.AssertSays($"Disposed at {endpoint}: 2 events were not sent because no puller accepted them");
    }

    [Fact]
    public async Task Disposal_lets_what_waits_leave_within_the_linger_time()
    {
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { Linger = TimeSpan.FromDays(1) }, endpoint);
        Task push = pusher.PushAsync("note", "last");
        Task disposing = pusher.DisposeAsync().AsTask();
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        puller.Bind(endpoint);
        puller.Start();

        await disposing.OrHang();
        await push.OrHang();
        Assert.Equal("last", Next());
    }

    [Fact]
    public async Task A_disposed_pusher_pushes_no_more()
    {
        ZeroRpcPusher pusher = PusherTo(NewPuller());
        await pusher.DisposeAsync();
        await pusher.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pusher.PushAsync("note", "late"));
        Assert.Throws<ObjectDisposedException>(() => pusher.Connect(FreeEndpoint()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pusher.WaitForConnectionAsync(Aborted));
    }

    [Fact]
    public async Task What_cannot_be_pushed_is_refused_at_once()
    {
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { MaxMessageSize = 100, Linger = TimeSpan.Zero });

        Assert.Contains("Connect or Bind it first", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => pusher.PushAsync("lolita"))).Message, StringComparison.Ordinal);
        pusher.Bind(NewEndpoint());
        Assert.Contains("'lolita' was not sent: the event is", (await Assert.ThrowsAsync<MessageTooLargeException>(
            () => pusher.PushAsync("lolita", new byte[100]))).Message, StringComparison.Ordinal);
        Assert.Contains("argument 2 of 'lolita'", (await Assert.ThrowsAsync<ValueConversionException>(
            () => pusher.PushAsync("lolita", 1, new Action(() => { })))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => pusher.PushAsync("lolita", CancellationToken.None, 1));
        await Assert.ThrowsAsync<ArgumentException>(() => pusher.PushAsync("lolita", 1, default(PushOptions)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pusher.PushAsync("lolita", new PushOptions { Timeout = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => pusher.PushAsync("lolita", new PushOptions { Headers = new Dictionary<string, object?> { ["v"] = 4 } }));
        Assert.Equal(0, pusher.WaitingCount);
    }

    [Fact]
    public async Task A_peer_of_another_kind_is_told_of_in_the_log()
    {
        using var log = new FakeLog();
        string endpoint = FreeEndpoint();
        ZeroRpcPusher pusher = NewPusher(new ZeroRpcPusherOptions { LoggerFactory = log.Factory, Linger = TimeSpan.Zero }, endpoint);
        ZeroRpcServer server = NewServer();
        server.Bind(endpoint);

        await UntilAsync(() => log.Messages.Any(message =>
            message.EndsWith("is the peer a puller?", StringComparison.Ordinal) ||
            message.StartsWith("A pusher is connected to a server", StringComparison.Ordinal) ||
            message.EndsWith("it is a ROUTER, which does not go with a PUSH", StringComparison.Ordinal)));
        Assert.Equal(0, pusher.SentCount);
    }

    [Fact]
    public async Task Header_entries_reach_the_handlers_context()
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("traced", (CallContext context) => Note($"{context.Method} {context.Headers["trace"]}"));
        ZeroRpcPusher pusher = NewPusher(null, puller.Bind(NewEndpoint()));
        puller.Start();

        await pusher.PushAsync("traced", new PushOptions { Headers = new Dictionary<string, object?> { ["trace"] = "id-1" } }).OrHang();

        Assert.Equal("traced id-1", Next());
    }
}

public sealed class PushInMemory() : PushBehaviour(Carrier.Memory);

public sealed class PushOverNetMq() : PushBehaviour(Carrier.NetMq);

public sealed class PushOverTcp() : PushBehaviour(Carrier.Tcp);

public sealed class PushOverIpc() : PushBehaviour(Carrier.Ipc);
