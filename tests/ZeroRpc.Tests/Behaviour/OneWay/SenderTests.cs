using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>A puller knows from which address an event came, and its log says so when the event fails.</summary>
public sealed class SenderTests() : OneWayTest(Carrier.Tcp)
{
    [Fact]
    public async Task The_address_of_the_sender_is_in_the_context_and_in_the_log_of_a_failure()
    {
        var addresses = new TaskCompletionSource<string?>();
        using var provider = new FakeLoggerProvider();
        using var factory = new LoggerFactory([provider]);
        ZeroRpcPuller puller = NewPuller(new ZeroRpcPullerOptions { LoggerFactory = factory, Linger = TimeSpan.Zero });
        puller.AddMethod("fail", void (CallContext call) =>
        {
            addresses.SetResult(call.PeerAddress);
            throw new InvalidOperationException("no");
        });
        var reported = new Signal();
        puller.EventFailed += (_, _) => reported.Set(); // Raised after the failure was logged.
        string endpoint = puller.Bind(NewEndpoint());
        puller.Start();

        await NewPusher(null, endpoint).PushAsync("fail").OrHang();
        string? address = await addresses.Task.OrHang();
        await reported.WaitAsync();

        Assert.StartsWith("tcp://127.0.0.1:", address, StringComparison.Ordinal);
        Assert.EndsWith($" at {address} failed", provider.Collector.GetSnapshot().Single(record => record.Id.Id == 1250).Message, StringComparison.Ordinal);
    }
}
