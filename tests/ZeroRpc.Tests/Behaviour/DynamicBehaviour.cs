using System.Collections;
using System.Text.Json;

namespace ZeroRpc.Tests.Behaviour;

/// <summary>A remote as a <c>dynamic</c>.</summary>
public abstract class DynamicBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    private int _calls;

    [Fact]
    public async Task A_call_is_awaited_and_its_value_converts()
    {
        dynamic remote = ConnectToAll();

        int sum = await remote.add(1, 2);
        long wide = await remote.add(1, 2);
        double half = await remote.half(3);
        string text = await remote.cool("it");
        object? nothing = await remote.nothing();
        object large = await remote.add(1L << 40, 2);

        Assert.Equal((3, 3L, 1.5, "it, so cool"), (sum, wide, half, text));
        Assert.Null(nothing);
        Assert.Equal((1L << 40) + 2, large);
    }

    [Fact]
    public async Task A_call_converts_to_a_task_of_any_type()
    {
        dynamic remote = ConnectToAll();

        Task<short[]> numbers = remote.numbers();
        ValueTask<long> sum = remote.add(1, 2);
        Task done = remote.nothing();
        ValueTask alsoDone = remote.nothing();
        Task<object?> raw = remote.add(1, 2);

        Assert.Equal([1, 2, 3], await numbers);
        Assert.Equal(3, await sum);
        await done;
        await alsoDone;
        Assert.Equal(3L, await raw);
    }

    [Fact]
    public async Task A_stream_converts_to_its_items_and_starts_when_they_are_asked_for_each_time()
    {
        dynamic remote = ConnectToAll();

        IAsyncEnumerable<int> numbers = remote.count(3);
        IAsyncEnumerable<object?> untyped = remote.count(3);
        await remote.nothing();

        Assert.Equal(0, _calls);
        Assert.Equal([0, 1, 2], await numbers.ToListAsync(Aborted));
        Assert.Equal([0, 1, 2], await numbers.ToListAsync(Aborted));
        Assert.Equal([0L, 1L, 2L], await untyped.ToListAsync(Aborted));
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task A_call_that_nobody_awaits_is_not_sent()
    {
        dynamic remote = ConnectToAll();

        remote.touch();
        await remote.nothing();

        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task A_call_that_is_awaited_twice_is_sent_once()
    {
        dynamic remote = ConnectToAll();
        dynamic call = remote.touch();

        Assert.Equal(1, (int)await call);
        Assert.Equal(1, (int)await call);
        Assert.Equal(1, (int)await call.ConfigureAwait(false));
    }

    [Fact]
    public async Task A_call_that_has_been_sent_is_not_sent_again_for_another_type()
    {
        dynamic remote = ConnectToAll();
        dynamic call = remote.touch();
        await call;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => (Task<int>)call);

        Assert.Equal("The call of 'touch' was already sent with the result type object: to get Task<int>, call again.", refused.Message);
    }

    [Fact]
    public async Task Members_are_prefixes()
    {
        dynamic remote = ConnectToAll();

        Assert.Equal("nested", (string)await remote.some.nested.name());
        Assert.Equal("nested", (string)await remote.some.nested.name().ConfigureAwait(ConfigureAwaitOptions.ForceYielding));
    }

    [Fact]
    public async Task Options_give_prefix_and_names_and_defaults()
    {
        dynamic some = Client().AsDynamic(new ZeroRpcProxyOptions
        {
            Prefix = "some",
            MethodNaming = JsonNamingPolicy.SnakeCaseLower,
            CallOptions = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "default" } },
        });

        Assert.Equal("default", (string)await some.nested.TraceOf());
    }

    [Fact]
    public async Task A_token_as_the_last_argument_cancels()
    {
        using var source = new CancellationTokenSource();
        dynamic remote = ConnectToAll();
        await source.CancelAsync();
        Task call = remote.add(1, 2, source.Token);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.OrHang());

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Options_as_the_last_argument_are_the_call_s()
    {
        dynamic remote = ConnectToAll();
        var options = new CallOptions { Headers = new Dictionary<string, object?> { ["trace"] = "given" } };

        Assert.Equal("given", (string)await remote.some.nested.trace_of(options));
    }

    [Fact]
    public async Task What_the_method_throws_reaches_who_awaits()
    {
        dynamic remote = ConnectToAll();

        var error = await Assert.ThrowsAsync<RemoteException>(async () => await remote.fail());

        Assert.Equal(("fail", "ValueError"), (error.Method, error.Name));
    }

    [Fact]
    public async Task A_stream_that_is_awaited_says_what_to_do()
    {
        dynamic remote = ConnectToAll();

        var refused = await Assert.ThrowsAsync<ProtocolException>(async () => await remote.count(3));

        Assert.Contains("IAsyncEnumerable<T>", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_meant_says_what_to_do()
    {
        dynamic remote = ConnectToAll();

        Assert.StartsWith(
            "'add' is called with the named argument 'b': the protocol has no named arguments",
            Assert.Throws<ArgumentException>(() => remote.add(1, b: 2)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "A CancellationToken is among the arguments of 'add' and would be sent: pass it as the last argument, and only one.",
            Assert.Throws<ArgumentException>(() => remote.add(CancellationToken.None, 2)).Message);
        Assert.Equal(
            "The call of 'add' cannot be converted to int: await it, or convert it to Task<T>, or a stream to IAsyncEnumerable<T>.",
            Assert.Throws<InvalidCastException>(() => (int)remote.add(1, 2)).Message);
        Assert.Equal(
            "The call of 'count' cannot be converted to IEnumerable: await it, or convert it to Task<T>, " +
            "or a stream to IAsyncEnumerable<T>.",
            Assert.Throws<InvalidCastException>(() => (IEnumerable)remote.count(1)).Message);
        Assert.Equal(
            "The call of 'add' has no 'Length': await it first, as in (await remote.add(…)).Length.",
            Assert.Throws<InvalidOperationException>(() => remote.add(1, 2).Length).Message);
        Assert.StartsWith(
            "The call of 'add' has no 'Round': await it first",
            Assert.Throws<InvalidOperationException>(() => remote.add(1, 2).Round(1)).Message, StringComparison.Ordinal);
    }

    private dynamic ConnectToAll() => Client().AsDynamic();

    private ZeroRpcClient Client() => Connect(server => server
        .AddMethod("add", (long a, long b) => a + b)
        .AddMethod("half", (int n) => n / 2.0)
        .AddMethod("cool", (string thing) => $"{thing}, so cool")
        .AddMethod("numbers", () => new[] { 1, 2, 3 })
        .AddMethod("nothing", () => { })
        .AddMethod("touch", () => Interlocked.Increment(ref _calls))
        .AddMethod("fail", new Action(() => throw new RemoteException("ValueError", "too hot")))
        .AddMethod("some.nested.name", () => "nested")
        .AddMethod("some.nested.trace_of", (CallContext context) => context.Headers["trace"])
        .AddMethod("count", (int n) =>
        {
            Interlocked.Increment(ref _calls);
            return AsyncEnumerable.Range(0, n);
        }));
}

public sealed class DynamicInMemory() : DynamicBehaviour(Carrier.Memory);

public sealed class DynamicOverNetMq() : DynamicBehaviour(Carrier.NetMq);

public sealed class DynamicOverTcp() : DynamicBehaviour(Carrier.Tcp);

public sealed class DynamicOverIpc() : DynamicBehaviour(Carrier.Ipc);
