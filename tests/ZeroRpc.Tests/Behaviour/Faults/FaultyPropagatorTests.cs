using System.Diagnostics;

namespace ZeroRpc.Tests.Behaviour.Faults;

/// <summary>The application's propagator of traces throws whenever it is called. Calls and events go on without their trace.</summary>
[Collection(nameof(Alone))]
public sealed class FaultyPropagatorTests() : OneWay.OneWayTest(Carrier.Memory)
{
    [Fact]
    public async Task Calls_refusals_and_events_go_on()
    {
        DistributedContextPropagator before = DistributedContextPropagator.Current;
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == ZeroRpcDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        DistributedContextPropagator.Current = new FaultyPropagator();
        try
        {
            ZeroRpcClient client = ConnectTo("add", (int a, int b) => a + b);
            ZeroRpcPusher pusher = PusherTo(NewPuller());

            Assert.Equal(3, await client.InvokeAsync<int>("add", 1, 2).OrHang());
            await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("no_such_method")).OrHang();
            await pusher.PushAsync("note", "handled").OrHang();
            Assert.Equal("handled", Next());
        }
        finally
        {
            DistributedContextPropagator.Current = before;
        }
    }

    private sealed class FaultyPropagator : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => throw Fault();

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => throw Fault();

        public override void ExtractTraceIdAndState(
            object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => throw Fault();

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => throw Fault();

        private static InvalidOperationException Fault() => new("A propagator's fault.");
    }
}
