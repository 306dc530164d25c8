using System.Runtime.CompilerServices;
using ZeroRpc.Server.Binding;

namespace ZeroRpc.Tests.Server.Binding;

public class InvocationTests
{
    [Theory]
    [InlineData("Void", null, typeof(object))]
    [InlineData("PlainTask", null, typeof(object))]
    [InlineData("PlainValueTask", null, typeof(object))]
    [InlineData("Int", 1, typeof(int))]
    [InlineData("IntTask", 2, typeof(int))]
    [InlineData("IntValueTask", 3, typeof(int))]
    [InlineData("Untyped", "text", typeof(object))]
    [InlineData("Nothing", null, typeof(string))]
    public async Task A_result_is_answered_as_its_static_type(string method, object? value, Type type)
    {
        RecordingReply reply = await Bound.Service(new Results()).ReplyTo(method);

        Assert.Equal(value, reply.Value);
        Assert.Equal(type, reply.Type);
        Assert.Null(reply.Streamed);
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("OwnStream")]
    [InlineData("StreamTask")]
    [InlineData("StreamValueTask")]
    public async Task An_async_enumerable_is_a_stream(string method)
    {
        RecordingReply reply = await Bound.Service(new Results()).ReplyTo(method);

        Assert.Equal([1, 2], reply.Streamed);
        Assert.Equal(typeof(int), reply.Type);
    }

    [Fact]
    public async Task A_null_stream_is_an_error_that_names_the_method()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Bound.Method(IAsyncEnumerable<int> () => null!).ReplyTo("f"));

        Assert.Contains("method()", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_synchronous_method_has_answered_when_the_call_returns()
    {
        var bound = Bound.Service(new Results());
        Assert.True(bound.Table.TryFind("Int"u8, out var method));

        Assert.True(method.InvokeAsync(Bound.Args(), new RecordingReply()).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void A_synchronous_call_of_numbers_allocates_nothing()
    {
        var bound = Bound.Service(new Numbers());
        Assert.True(bound.Table.TryFind("Add"u8, out var method));
        byte[] args = Bound.Args(1, 2);
        var reply = new SummingReply();
        for (int warm = 0; warm < 100; warm++)
        {
            Assert.True(method.InvokeAsync(args, reply).AsTask().IsCompletedSuccessfully);
        }

        reply.Sum = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < 100; call++)
        {
            _ = method.InvokeAsync(args, reply).AsTask().IsCompletedSuccessfully;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300, reply.Sum);
    }

    [Theory]
    [InlineData("Throw")]
    [InlineData("ThrowLater")]
    public async Task What_a_method_throws_comes_as_it_is(string method)
    {
        InvalidTimeZoneException thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            Bound.Service(new Results()).ReplyTo(method));

        Assert.Equal("no such zone", thrown.Message);
    }

    [Fact]
    public async Task Optional_parameters_take_their_defaults()
    {
        var bound = Bound.Service(new Parameters());

        Assert.Equal("a,hello,2,Friday,1.5,,00000000-0000-0000-0000-000000000000", await bound.Call("Greet", "a"));
        Assert.Equal("a,b,3,Friday,1.5,,00000000-0000-0000-0000-000000000000", await bound.Call("Greet", "a", "b", 3));
        Assert.Equal("a,b,3,Sunday,2,7,00000000-0000-0000-0000-000000000000", await bound.Call("Greet", "a", "b", 3, 0, 2, 7));
    }

    [Theory]
    [InlineData("Array")]
    [InlineData("List")]
    [InlineData("Sequence")]
    [InlineData("Set")]
    public async Task Params_take_the_rest(string method)
    {
        var bound = Bound.Service(new Parameters());

        Assert.Equal("a:", await bound.Call(method, "a"));
        Assert.Equal("a:1", await bound.Call(method, "a", 1));
        Assert.Equal("a:1,2,3", await bound.Call(method, "a", 1, 2, 3));
    }

    [Fact]
    public async Task An_array_for_params_is_one_item_as_for_Pythons_args() => Assert.StartsWith(
        "TypeError: Array() argument 'rest' (2nd): ",
        await Bound.Service(new Parameters()).Fault("Array", "a", new object?[] { 1, 2 }),
        StringComparison.Ordinal);

    [Fact]
    public async Task Token_and_context_come_from_the_call_wherever_they_stand()
    {
        using var stop = new CancellationTokenSource();
        CallContext context = Bound.ContextWith(stop.Token);

        var service = new Parameters();

        await Bound.Service(service).ReplyToBytes("WithContext", Bound.Args(5), context);

        Assert.Equal((stop.Token, 5, context), service.Received);
    }

    [Fact]
    public async Task A_streams_token_is_the_calls()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Bound.Service(new Results()).ReplyToBytes("Stream", Bound.Args(), Bound.ContextWith(stop.Token)));
    }

    [Fact]
    public async Task A_float_without_a_fraction_is_taken_for_an_integer_as_Node_sends_them() =>
        Assert.Equal(7, await Bound.Service(new Numbers()).Call("Add", 3.0, 4));

    [Fact]
    public async Task A_struct_service_keeps_its_state()
    {
        var bound = Bound.Service(default(Counter));

        await bound.Call("Next");

        Assert.Equal(2, await bound.Call("Next"));
    }

    [Fact]
    public async Task Delegates_of_every_making_are_called()
    {
        Assert.Equal(3, await Bound.Method((int n) => n + 1).Call("f", 2));
        Assert.Equal(7, await Bound.Method((int n, int by = 5) => n + by).Call("f", 2));
        Assert.Equal("2", await Bound.Method((params object[] all) => string.Concat(all)).Call("f", 2));
        Assert.Equal(2, await Bound.Method(new Func<int, int>(Math.Abs)).Call("f", -2));
        Assert.Equal(3, await Bound.Method(new Func<int>("abc".Extended)).Call("f"));
        Assert.Equal(3, await Bound.Method(((System.Linq.Expressions.Expression<Func<int, int>>)(n => n + 1)).Compile()).Call("f", 2));
        Assert.Equal(1, await Bound.Method(new Numbers().Later).Call("f"));
    }

    private sealed class Results
    {
        public void Void() { }

        public Task PlainTask() => Task.Delay(0);

        public async ValueTask PlainValueTask() => await Task.Yield();

        public int Int() => 1;

        public async Task<int> IntTask()
        {
            await Task.Yield();
            return 2;
        }

        public ValueTask<int> IntValueTask() => new(3);

        public object Untyped() => DateTime.UnixEpoch.Year == 1970 ? "text" : 1;

        public string? Nothing() => null;

        public async IAsyncEnumerable<int> Stream([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return 1;
            yield return 2;
        }

        public OneTwo OwnStream() => new();

        public async Task<IAsyncEnumerable<int>> StreamTask()
        {
            await Task.Yield();
            return new OneTwo();
        }

        public ValueTask<OneTwo> StreamValueTask() => new(new OneTwo());

        public int Throw() => throw new InvalidTimeZoneException("no such zone");

        public async Task<int> ThrowLater()
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("no such zone");
        }
    }

    private sealed class OneTwo : IAsyncEnumerable<int>
    {
        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new[] { 1, 2 }.ToAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
    }

    private sealed class Numbers
    {
        public int Add(int a, int b) => a + b;

        public Task<int> Later() => Task.FromResult(1);
    }

    private struct Counter
    {
        private int _count;

        public int Next() => ++_count;
    }

    private sealed class Parameters
    {
        public (CancellationToken Token, int N, CallContext Context) Received { get; private set; }

        public string Greet(
            string name,
            string greeting = "hello",
            int times = 2,
            DayOfWeek? day = DayOfWeek.Friday,
            decimal factor = 1.5m,
            int? more = null,
            Guid id = default) =>
            FormattableString.Invariant($"{name},{greeting},{times},{day},{factor},{more},{id}");

        public string Array(string first, params int[] rest) => Joined(first, rest);

        public string List(string first, params List<int> rest) => Joined(first, rest);

        public string Sequence(string first, params IEnumerable<int> rest) => Joined(first, rest);

        public string Set(string first, params HashSet<int> rest) => Joined(first, rest);

        public void WithContext(CallContext context, int n, CancellationToken stop) => Received = (stop, n, context);

        private static string Joined(string first, IEnumerable<int> rest) => $"{first}:{string.Join(',', rest)}";
    }

    private sealed class SummingReply : IReplyWriter
    {
        public CallContext Context { get; } = Bound.Context();

        public int Sum { get; set; }

        public ValueTask ReplyAsync<T>(T value)
        {
            Sum += value is int number ? number : 0;
            return ValueTask.CompletedTask;
        }

        public ValueTask StreamAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}

file static class Extensions
{
    public static int Extended(this string text) => text.Length;
}
