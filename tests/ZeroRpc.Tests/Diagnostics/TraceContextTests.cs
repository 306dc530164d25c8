using System.Diagnostics;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>What a request's header says of the trace (docs/protocol.md, section 8).</summary>
[Collection(nameof(Alone))]
public sealed class TraceContextTests() : BehaviourTest(Carrier.Memory)
{
    private const string Id = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private IReadOnlyDictionary<string, object?>? _headers;
    private Activity? _current;

    [Fact]
    public async Task A_request_names_the_client_s_span_its_state_and_baggage()
    {
        using var spans = new SpanLog();
        spans.Root.TraceStateString = "vendor=1";
        spans.Root.AddBaggage("user", "7");

        await LookAsync();

        Activity made = await spans.OneAsync(ActivityKind.Client);
        Assert.Equal(["traceparent", "tracestate", "baggage"], _headers!.Keys);
        Assert.Equal([made.Id, "vendor=1", "user = 7"], _headers!.Values);
        Assert.Equal(("vendor=1", "7"), (_current!.TraceStateString, _current.GetBaggageItem("user")));
    }

    [Fact]
    public async Task A_call_without_a_span_of_its_own_names_the_one_it_is_in()
    {
        using var spans = new SpanLog(ActivitySamplingResult.None);

        await LookAsync();

        Assert.Equal(spans.Root.Id, _headers!["traceparent"]);
    }

    [Fact]
    public async Task While_nobody_listens_a_request_says_nothing_of_traces()
    {
        using Activity current = new Activity("test").Start();

        await LookAsync();

        Assert.Empty(_headers!);
    }

    [Fact]
    public async Task What_the_caller_says_itself_stays()
    {
        using var spans = new SpanLog();

        await LookAsync(Id);

        Assert.Equal(Id, _headers!["traceparent"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(7)]
    [InlineData(null)]
    public async Task A_trace_that_cannot_be_read_is_none(object? bad)
    {
        using var spans = new SpanLog();

        await LookAsync(bad);

        Assert.NotNull(_headers); // The call is handled, within no trace of this test.
        Assert.Null(_current);
    }

    private async Task LookAsync(object? parent = null, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(parent))] string given = "")
    {
        ZeroRpcClient client = ConnectTo("look", (CallContext call) =>
        {
            _headers = call.Headers;
            _current = Activity.Current;
        });
        CallOptions options = given.Length == 0 ? default : new CallOptions { Headers = new Dictionary<string, object?> { ["traceparent"] = parent } };
        await client.InvokeAsync("look", options).OrHang();
    }
}
