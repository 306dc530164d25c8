using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.OneWay;

/// <summary>One-way events over a transport that does what the test says, and the options that are refused.</summary>
public sealed class OneWayTests : IAsyncDisposable
{
    private readonly RecordingTransport _transport = new();

    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    [Fact]
    public async Task What_is_published_faster_than_it_leaves_is_dropped_counted_and_logged()
    {
        using var log = new FakeLog();
        await using var publisher = new ZeroRpcPublisher(new ZeroRpcPublisherOptions { Transports = new OneTransport(_transport), LoggerFactory = log.Factory });
        publisher.Bind("tcp://127.0.0.1:4242");
        _transport.Room = false;

        publisher.Publish("note", 1);
        publisher.Publish("note", 2);
        _transport.Room = true;
        publisher.Publish("note", 3);

        Assert.Equal((3, 2), (publisher.PublishedCount, publisher.DroppedCount));
        Assert.Single(_transport.Sent);
        log.AssertSays("The publisher at tcp://127.0.0.1:4242 publishes faster than it can send");
        log.AssertSays("can send again; 2 events were dropped before");
    }

    [Fact]
    public async Task A_push_that_pullers_have_no_room_for_in_time_says_that_they_are_full()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var pusher = new ZeroRpcPusher(
            new ZeroRpcPusherOptions { Transports = new OneTransport(_transport), TimeProvider = time, Linger = TimeSpan.Zero });
        pusher.Connect("tcp://127.0.0.1:4242");
        _transport.Connected = false;

        Task push = pusher.PushAsync("lolita", new PushOptions { Timeout = TimeSpan.FromSeconds(2) }, 1);
        _transport.Connected = true;
        time.Advance(TimeSpan.FromSeconds(2));

        CallTimeoutException error = await Assert.ThrowsAsync<CallTimeoutException>(() => push);
        Assert.Equal("'lolita' was not sent within 2 s: the pullers at tcp://127.0.0.1:4242 have no room.", error.Message);
        Assert.True(_transport.Sent[0].Origin!.IsWithdrawn);
    }

    [Fact]
    public async Task A_senders_endpoints_are_of_one_kind()
    {
        await using var pusher = new ZeroRpcPusher();
        pusher.Bind("tcp://127.0.0.1:0");

        Assert.Contains("a pusher has one transport", Assert.Throws<ZeroRpcEndpointException>(
            () => pusher.Connect("inproc://elsewhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_may_mix_what_our_own_peer_carries()
    {
        Needs.UnixSockets();
        await using var pusher = new ZeroRpcPusher();

        pusher.Bind("tcp://127.0.0.1:0");

        Assert.StartsWith("ipc://", pusher.Bind("ipc://*"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_cannot_be_given_up()
    {
        await using var puller = new ZeroRpcPuller();

        Assert.Equal("The puller is not connected to 'tcp://127.0.0.1:1'.", Assert.Throws<ZeroRpcEndpointException>(
            () => puller.Disconnect("tcp://127.0.0.1:1")).Message);
        Assert.Equal("The puller is not bound to 'tcp://127.0.0.1:1'.", Assert.Throws<ZeroRpcEndpointException>(
            () => puller.Unbind("tcp://127.0.0.1:1")).Message);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("HighWaterMark", () => new ZeroRpcPublisher(new ZeroRpcPublisherOptions { HighWaterMark = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Timeout", () => new ZeroRpcPusher(new ZeroRpcPusherOptions { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxMessageSize", () => new ZeroRpcPusher(new ZeroRpcPusherOptions { MaxMessageSize = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "MaxConcurrentEvents", () => new ZeroRpcPuller(new ZeroRpcPullerOptions { MaxConcurrentEvents = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "StopTimeout", () => new ZeroRpcSubscriber(new ZeroRpcSubscriberOptions { StopTimeout = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "StopTimeout", () => new ZeroRpcPuller(new ZeroRpcPullerOptions { StopTimeout = TimeSpan.MaxValue }));
        Assert.Throws<ArgumentOutOfRangeException>("Linger", () => new ZeroRpcPusher(new ZeroRpcPusherOptions { Linger = TimeSpan.MaxValue }));
    }
}
