using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;

namespace ZeroRpc.Tests.Client.Links;

/// <summary>A call at the very moment at which the client loses its only endpoint.</summary>
[Collection(nameof(Alone))]
public sealed class LinkRaceTests
{
    [Fact]
    public void A_call_fails_by_its_task_when_the_last_endpoint_is_disconnected() => Race.Run(LongRun.Of(5_000, 500_000), () =>
    {
        var client = new ZeroRpcClient("inproc://somewhere", new ZeroRpcClientOptions { Transports = new OneTransport(new RecordingTransport()) });
        Task? call = null;
        return (
            () => call = client.InvokeAsync("method"),
            () => client.Disconnect("inproc://somewhere"),
            () =>
            {
                Task ended = call!.ContinueWith(_ => { }, TaskScheduler.Default);
                Assert.True(ended.Wait(Hang.Guard, TestContext.Current.CancellationToken));
                Assert.IsAssignableFrom<InvalidOperationException>(call.Exception?.InnerException); // An ObjectDisposedException is one.
            });
    });
}
