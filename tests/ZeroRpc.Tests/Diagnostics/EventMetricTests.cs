using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Behaviour.OneWay;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>What is measured of events that nobody answers, asserted whole (docs/observe.md).</summary>
[Collection(nameof(Alone))]
public sealed class EventMetricTests() : OneWayTest(Carrier.Memory)
{
    private const string Handled = "messaging.operation.name=process messaging.operation.type=process messaging.system=zerorpc";

    private readonly string _name = $"{Guid.NewGuid():N}";

    private string Pushed =>
        $"messaging.destination.name=work messaging.operation.name=push messaging.operation.type=send messaging.system=zerorpc server.address={_name}";

    [Fact]
    public async Task Sending_and_handling_are_measured_and_counted()
    {
        using var pushes = new Metric<double>("messaging.client.operation.duration");
        using var sent = new Metric<long>("messaging.client.sent.messages");
        using var handling = new Metric<double>("messaging.process.duration");
        using var consumed = new Metric<long>("messaging.client.consumed.messages");
        Pull(() => Time.Advance(TimeSpan.FromMilliseconds(250)));

        await NewPusher(null, $"inproc://{_name}").PushAsync("work").OrHang();

        Assert.EndsWith($" {Pushed}", Assert.Single(await pushes.ReadAsync(1)), StringComparison.Ordinal);
        Assert.Equal([$"1 {Pushed}"], await sent.ReadAsync(1));
        Assert.Equal([$"0.25 messaging.destination.name=work {Handled}"], await handling.ReadAsync(1));
        Assert.Equal([$"1 messaging.destination.name=work {Handled}"], await consumed.ReadAsync(1));
    }

    [Fact]
    public async Task Names_that_senders_make_up_are_no_attributes()
    {
        using var consumed = new Metric<long>("messaging.client.consumed.messages");
        Pull(() => { });

        await NewPusher(null, $"inproc://{_name}").PushAsync("made-up-1").OrHang();

        Assert.Equal([$"1 error.type=ZeroRpc.ZeroRpcException messaging.destination.name=_OTHER {Handled}"], await consumed.ReadAsync(1));
    }

    private void Pull(Delegate work)
    {
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { TimeProvider = Time, Linger = TimeSpan.Zero });
        puller.AddMethod("work", work);
        puller.Bind($"inproc://{_name}");
        puller.Start();
    }
}
