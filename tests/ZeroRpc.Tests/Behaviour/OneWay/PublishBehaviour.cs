using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Behaviour.OneWay;

/// <summary>What is published goes to whoever subscribes at that moment.</summary>
public abstract class PublishBehaviour(Carrier carrier) : OneWayTest(carrier)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_published_event_runs_the_subscribers_method_whichever_side_binds(bool publisherBinds)
    {
        ZeroRpcPublisher publisher = NewPublisher();
        ZeroRpcSubscriber subscriber = NewSubscriber();
        subscriber.AddMethod("lolita", (int a, int b) => Note($"{a} {b}"));
        if (publisherBinds)
        {
            subscriber.Connect(publisher.Bind(NewEndpoint()));
        }
        else
        {
            publisher.Connect(subscriber.Bind(NewEndpoint()));
        }

        subscriber.Start();
        await publisher.WaitForConnectionAsync(Aborted).OrHang();
        publisher.Publish("lolita", 1, 2);

        Assert.Equal("1 2", Next());
        Assert.Equal(1, publisher.PublishedCount);
        Assert.Equal(0, publisher.DroppedCount);
    }

    [Fact]
    public async Task A_subscriber_of_several_publishers_hears_them_all()
    {
        ZeroRpcSubscriber subscriber = NewSubscriber();
        subscriber.AddMethod("note", Note);
        ZeroRpcPublisher[] publishers = [NewPublisher(), NewPublisher()];
        subscriber.Connect([.. publishers.Select(publisher => publisher.Bind(NewEndpoint()))]);
        subscriber.Start();

        for (int i = 0; i < publishers.Length; i++)
        {
            await publishers[i].WaitForConnectionAsync(Aborted).OrHang();
            publishers[i].Publish("note", $"{i}");
            Assert.Equal($"{i}", Next());
        }
    }

    [Fact]
    public async Task What_nobody_subscribes_to_is_dropped_counted_and_logged_once()
    {
        using var log = new FakeLog();
        ZeroRpcPublisher publisher = NewPublisher(new ZeroRpcPublisherOptions { LoggerFactory = log.Factory });
        string endpoint = publisher.Bind(NewEndpoint());

        publisher.Publish("note", "lost");
        publisher.Publish("note", "lost too");
        await UntilAsync(() => publisher.DroppedCount == 2);
        Assert.False(publisher.IsConnected);
        Assert.Single(log.Messages, message => message == $"There is no subscriber at {endpoint}: published events are dropped");

        ZeroRpcSubscriber subscriber = NewSubscriber();
        subscriber.AddMethod("note", Note);
        subscriber.Connect(endpoint);
        subscriber.Start();
        await publisher.WaitForConnectionAsync(Aborted).OrHang();
        publisher.Publish("note", "heard");

        Assert.Equal("heard", Next());
        await UntilAsync(() => log.Messages.Any(message =>
            message.EndsWith("can send again; 2 events were dropped before", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_wanted_methods_are_run_and_the_arguments_of_others_are_not_read()
    {
        ZeroRpcPublisher publisher = NewPublisher();
        ZeroRpcSubscriber subscriber = NewSubscriber(
            new ZeroRpcSubscriberOptions { Methods = { "note", "news.*" }, Linger = TimeSpan.Zero });
        subscriber.AddMethod("note", Note).AddMethod("news.sport", Note).AddMethod("newspaper", Note).AddMethod("notes", Note);
        subscriber.Connect(publisher.Bind(NewEndpoint()));
        subscriber.Start();
        await publisher.WaitForConnectionAsync(Aborted).OrHang();

        publisher.Publish("newspaper", "unwanted");
        publisher.Publish("notes", 1, 2, 3);
        publisher.Publish("unknown", "unwanted");
        publisher.Publish("news.sport", "a beginning");
        publisher.Publish("note", "a whole name");

        Assert.Equal("a beginning", Next());
        Assert.Equal("a whole name", Next());
        Assert.Equal(3, subscriber.SkippedCount);
        Assert.Equal(0, subscriber.FailedCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a*b")]
    [InlineData("**")]
    public void A_filter_that_is_none_is_refused(string method) =>
        Assert.Contains("is not a valid method filter", Assert.Throws<ArgumentException>(
            () => new ZeroRpcSubscriber(new ZeroRpcSubscriberOptions { Methods = { method } })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_publisher_notices_that_its_last_subscriber_went()
    {
        ZeroRpcPublisher publisher = NewPublisher();
        ZeroRpcSubscriber subscriber = NewSubscriber();
        subscriber.Connect(publisher.Bind(NewEndpoint()));
        await publisher.WaitForConnectionAsync(Aborted).OrHang();

        await subscriber.DisposeAsync();

        await UntilAsync(() => !publisher.IsConnected);
    }

    [Fact]
    public async Task A_disposed_publisher_publishes_no_more()
    {
        ZeroRpcPublisher publisher = NewPublisher();
        publisher.Bind(NewEndpoint());
        Task waiting = publisher.WaitForConnectionAsync(Aborted);

        await publisher.DisposeAsync();
        await publisher.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.OrHang());
        Assert.Throws<ObjectDisposedException>(() => publisher.Publish("note", "late"));
    }

    [Fact]
    public void A_publisher_without_an_endpoint_says_so() =>
        Assert.Contains("'note' was sent by a publisher without an endpoint", Assert.Throws<InvalidOperationException>(
            () => NewPublisher().Publish("note", 1)).Message, StringComparison.Ordinal);
}

public sealed class PublishInMemory() : PublishBehaviour(Carrier.Memory);

public sealed class PublishOverNetMq() : PublishBehaviour(Carrier.NetMq);

public sealed class PublishOverTcp() : PublishBehaviour(Carrier.Tcp);

public sealed class PublishOverIpc() : PublishBehaviour(Carrier.Ipc);
