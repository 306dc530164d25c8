using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Transport.InMemory;
using ZeroRpc.Transport.Zmtp;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport;

/// <summary>In memory, and what only this transport tells.</summary>
public class OneWayInMemoryTests : OneWayBehaviour
{
    private readonly InMemoryNetwork _network = new();

    [Fact]
    public async Task What_a_subscriber_has_no_room_for_is_dropped_and_told()
    {
        await using Started publisher = Start(SocketRole.Publish, highWaterMark: 2);
        await using Started subscriber = Start(SocketRole.Subscribe);
        subscriber.Transport.SetReceiving(false);
        subscriber.Transport.Connect(publisher.Transport.Bind(NewEndpoint()));

        publisher.Send("one");
        publisher.Send("two");
        publisher.Send("three");

        Assert.Equal(DropReason.SubscriberFull, await publisher.Sink.NextDroppedAsync());
    }

    [Fact]
    public async Task What_a_puller_left_behind_goes_to_another()
    {
        await using Started pusher = Start(SocketRole.Push);
        Started first = Start(SocketRole.Pull);
        await using Started second = Start(SocketRole.Pull);
        string endpoint = pusher.Transport.Bind(NewEndpoint());
        first.Transport.SetReceiving(false);
        first.Transport.Connect(endpoint);
        pusher.Send("work");

        await first.DisposeAsync();
        second.Transport.Connect(endpoint);

        Assert.Equal("work", (await second.Sink.NextAsync()).Text());
    }

    [Theory]
    [InlineData(SocketRole.Push, SocketRole.Router, "a server listens there. Connect a pusher to a puller.")]
    [InlineData(SocketRole.Subscribe, SocketRole.Subscribe, "a subscriber listens there. Connect a subscriber to a publisher.")]
    internal async Task Roles_that_do_not_fit_cannot_be_connected(SocketRole role, SocketRole there, string says)
    {
        await using Started bound = Start(there);
        await using Started connecting = Start(role);
        string endpoint = bound.Transport.Bind(NewEndpoint());

        Assert.Contains(says, Assert.Throws<ZeroRpcEndpointException>(() => connecting.Transport.Connect(endpoint)).Message, StringComparison.Ordinal);
    }

    private protected override Started Start(SocketRole role, int highWaterMark = 1000) =>
        Transports.Start(new InMemoryTransport(Transports.Options(role, highWaterMark), NullLogger.Instance, _network));

    private protected override string NewEndpoint() => $"inproc://{Guid.NewGuid():N}";

    private protected override string FreeEndpoint() => NewEndpoint();
}

/// <summary>Over tcp, by NetMQ.</summary>
public class OneWayOverNetMqTests : OneWayBehaviour
{
    private protected override Started Start(SocketRole role, int highWaterMark = 1000) => Transports.StartNetMq(role, highWaterMark);

    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";

    private protected override string FreeEndpoint() => FreePort.Endpoint();
}

/// <summary>Over tcp, by our own peer.</summary>
public class OneWayOverTcpTests : OneWayZmtpTests
{
    private protected override string NewEndpoint() => "tcp://127.0.0.1:0";

    private protected override string FreeEndpoint() => FreePort.Endpoint();
}

/// <summary>The same, waiting as systems without epoll do.</summary>
public sealed class OneWayBySelectTests : OneWayOverTcpTests
{
    private protected override IoLoops Loops { get; } = new(few: 2, Pollers.Select());
}

/// <summary>Over Unix domain sockets.</summary>
public sealed class OneWayOverIpcTests : OneWayZmtpTests
{
    private protected override string NewEndpoint() => Needs.IpcEndpoint();

    private protected override string FreeEndpoint() => NewEndpoint();
}
