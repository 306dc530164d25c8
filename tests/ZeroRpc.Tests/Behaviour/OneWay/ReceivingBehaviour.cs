using System.Collections.Concurrent;
using System.Text.Json;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>How a puller handles what comes; a subscriber is the same but for its socket and its filter.</summary>
public abstract class ReceivingBehaviour(Carrier carrier) : OneWayTest(carrier)
{
    private readonly Signal _release = new();
    private readonly Signal _started = new();

    [Fact]
    public async Task Handlers_run_one_after_the_other_in_order_by_default()
    {
        int running = 0;
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("work", async (int number) =>
        {
            Note($"{number} of {Interlocked.Increment(ref running)}");
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        ZeroRpcPusher pusher = PusherTo(puller);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => pusher.PushAsync("work", i))).OrHang();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i} of 1"), Enumerable.Range(0, 100).Select(_ => Next()));
    }

    [Fact]
    public async Task As_many_handlers_as_are_allowed_run_at_once()
    {
        int running = 0;
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { MaxConcurrentEvents = 3, Linger = TimeSpan.Zero });
        puller.AddMethod("work", () =>
        {
            Note($"{Interlocked.Increment(ref running)}");
            return _release.Task;
        });
        ZeroRpcPusher pusher = PusherTo(puller);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => pusher.PushAsync("work"))).OrHang();

        Assert.Equal(["1", "2", "3"], new[] { Next(), Next(), Next() }.Order());
        _release.Set();
    }

    [Fact]
    public async Task Services_are_bound_as_a_servers_are()
    {
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { MethodNaming = JsonNamingPolicy.SnakeCaseLower, Linger = TimeSpan.Zero });
        puller.AddService(new Overloads(this), "over").AddStatic(typeof(Statics));
        ZeroRpcPusher pusher = PusherTo(puller);
        string test = Guid.NewGuid().ToString();
        Statics.Told[test] = Note;

        await pusher.PushAsync("over.tell_it", 1).OrHang();
        await pusher.PushAsync("over.tell_it", "one").OrHang();
        await pusher.PushAsync("over.tell_it").OrHang();
        await pusher.PushAsync("tell_all", test, "a", "b").OrHang();

        Assert.Equal(["int 1", "string one", "nothing", "a b"], new[] { Next(), Next(), Next(), Next() });
    }

    [Fact]
    public async Task What_goes_wrong_names_the_method_and_ends_nothing()
    {
        using var log = new FakeLog();
        List<(string? Method, Exception Error)> failures = [];
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { LoggerFactory = log.Factory, Linger = TimeSpan.Zero });
        puller.AddMethod("boom", (Action)(() => throw new InvalidDataException("bad thing")));
        puller.AddMethod("later", async () =>
        {
            await Task.Yield();
            throw new InvalidDataException("bad later");
        });
        puller.AddMethod("add", (int a) => a + 1);
        puller.AddMethod("items", Items);
        puller.EventFailed += (sender, failed) =>
        {
            Assert.Same(puller, sender);
            failures.Add((failed.Method, failed.Exception));
        };
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("boom").OrHang();
        await pusher.PushAsync("later").OrHang();
        await pusher.PushAsync("add", "text").OrHang();
        await pusher.PushAsync("nowhere", 1).OrHang();
        await pusher.PushAsync("_zerorpc_ping").OrHang();
        await pusher.PushAsync("items").OrHang();
        await pusher.PushAsync("note", "still here").OrHang();

        Assert.Equal("still here", Next());
        Assert.Equal(["boom", "later", "add", "nowhere", "_zerorpc_ping", "items"], failures.Select(failure => failure.Method));
        Assert.Equal("bad thing", failures[0].Error.Message);
        Assert.Equal("bad later", failures[1].Error.Message);
        Assert.Contains("add() argument 'a' (1st)", Assert.IsType<RemoteException>(failures[2].Error).Message, StringComparison.Ordinal);
        Assert.Equal("There is no method 'nowhere': the event is dropped.", failures[3].Error.Message);
        Assert.Contains("returns a stream", failures[5].Error.Message, StringComparison.Ordinal);
        Assert.Equal(6, puller.FailedCount);
        Assert.All(failures, failure => log.AssertSays($"The event {failure.Method} from"));
    }

    [Fact]
    public async Task A_fallback_takes_what_no_method_answers_to()
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddFallback(call =>
        {
            Note($"{call.Method}({string.Join(", ", call.ReadArguments())}) by {call.Headers["from"]}");
            return Task.CompletedTask;
        });
        ZeroRpcPusher pusher = PusherTo(puller);
        var options = new PushOptions { Headers = new Dictionary<string, object?> { ["from"] = "me" } };

        await pusher.PushAsync("grüße", options, 1, "two").OrHang();
        await pusher.PushAsync("_zerorpc_ping", options).OrHang();
        await pusher.PushAsync("note", "by name").OrHang();

        Assert.Equal(["grüße(1, two) by me", "_zerorpc_ping() by me", "by name"], new[] { Next(), Next(), Next() });
        Assert.Equal(0, puller.FailedCount);
    }

    [Fact]
    public async Task A_failing_fallback_fails_its_event_alone()
    {
        List<string?> failures = [];
        ZeroRpcPuller puller = NewPuller();
        puller.AddFallback(call => throw new InvalidDataException(call.Method));
        puller.EventFailed += (_, failed) => failures.Add($"{failed.Method}: {failed.Exception.Message}");
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("nowhere").OrHang();
        await pusher.PushAsync("note", "still here").OrHang();

        Assert.Equal("still here", Next());
        Assert.Equal(["nowhere: nowhere"], failures);
    }

    [Fact]
    public void One_fallback_takes_all_that_is_left()
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddFallback(_ => Task.CompletedTask);

        Assert.Throws<InvalidOperationException>(() => puller.AddFallback(_ => Task.CompletedTask));
    }

    [Fact]
    public async Task A_failing_failure_handler_ends_nothing()
    {
        using var log = new FakeLog();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { LoggerFactory = log.Factory, Linger = TimeSpan.Zero });
        puller.EventFailed += (_, _) => throw new InvalidOperationException("a mistake");
        ZeroRpcPusher pusher = PusherTo(puller);

        await pusher.PushAsync("nowhere").OrHang();
        await pusher.PushAsync("note", "still here").OrHang();

        Assert.Equal("still here", Next());
        log.AssertSays("An event handler of EventFailed failed");
    }

    [Fact]
    public async Task What_came_before_the_start_waits_for_it()
    {
        ZeroRpcPuller puller = NewPuller();
        puller.AddMethod("note", Note);
        ZeroRpcPusher pusher = NewPusher(null, puller.Bind(NewEndpoint()));
        await pusher.WaitForConnectionAsync(Aborted).OrHang();
        Task push = pusher.PushAsync("note", "early");

        puller.Start();

        await push.OrHang();
        Assert.Equal("early", Next());
    }

    [Fact]
    public async Task Stopping_lets_what_was_taken_finish()
    {
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { StopTimeout = TimeSpan.FromDays(1) });
        ZeroRpcPusher pusher = PusherHolding(puller);
        await pusher.PushAsync("hold", 1).OrHang();
        await _started.WaitAsync();

        Task stopping = puller.StopAsync(Aborted);
        Assert.False(stopping.IsCompleted);
        _release.Set();

        await stopping.OrHang();
        Assert.Equal("1", Next());
        Assert.Equal(1, puller.HandledCount);
    }

    [Fact]
    public async Task Disposal_waits_for_no_handler_and_counts_what_was_not_handled()
    {
        using var log = new FakeLog();
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { LoggerFactory = log.Factory, Linger = TimeSpan.Zero });
        puller.AddMethod("deaf", () =>
        {
            _started.Set();
            _release.Task.Wait(CancellationToken.None);
        });
        ZeroRpcPusher pusher = PusherTo(puller);
        await pusher.PushAsync("deaf").OrHang();
        await _started.WaitAsync();
        await pusher.PushAsync("note", "never").OrHang();
        await UntilAsync(() => puller.WaitingCount == 2);

        await puller.DisposeAsync().AsTask().OrHang();

        log.AssertSays("1 received events were not handled");
        _release.Set();
    }

    [Fact]
    public async Task A_stopped_puller_stays_stopped_and_its_endpoint_is_free()
    {
        ZeroRpcPuller puller = NewPuller();
        string endpoint = puller.Bind(NewEndpoint());
        using var stop = new CancellationTokenSource();
        Task running = puller.RunAsync(stop.Token);
        Assert.Throws<InvalidOperationException>(() => puller.AddMethod("late", () => { }));

        await stop.CancelAsync();
        await running.OrHang();

        Assert.Throws<ObjectDisposedException>(puller.Start);
        Assert.Throws<ObjectDisposedException>(() => puller.Bind(NewEndpoint()));
        Assert.Equal(endpoint, NewPuller().Bind(endpoint));
    }

    private static async IAsyncEnumerable<int> Items()
    {
        await Task.Yield();
        yield return 1;
    }

    private ZeroRpcPusher PusherHolding(ZeroRpcPuller puller)
    {
        puller.AddMethod("hold", async (int number, CancellationToken stopped) =>
        {
            _started.Set();
            await _release.HoldAsync(stopped);
            Note($"{number}");
        });
        return PusherTo(puller);
    }

    private sealed class Overloads(ReceivingBehaviour test)
    {
        public void TellIt(int number) => test.Note($"int {number}");

        public void TellIt(string text) => test.Note($"string {text}");

        public Task TellItAsync()
        {
            test.Note("nothing");
            return Task.CompletedTask;
        }
    }

    private static class Statics
    {
        /// <summary>By test: those over several transports run at once.</summary>
        public static ConcurrentDictionary<string, Action<string>> Told { get; } = [];

        public static void TellAll(string test, params string[] words) => Told[test](string.Join(' ', words));
    }
}

public sealed class ReceivingInMemory() : ReceivingBehaviour(Carrier.Memory);

public sealed class ReceivingOverNetMq() : ReceivingBehaviour(Carrier.NetMq);

public sealed class ReceivingOverTcp() : ReceivingBehaviour(Carrier.Tcp);

public sealed class ReceivingOverIpc() : ReceivingBehaviour(Carrier.Ipc);
