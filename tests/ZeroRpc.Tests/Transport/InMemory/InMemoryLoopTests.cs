using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;

namespace ZeroRpc.Tests.Transport.InMemory;

/// <summary>The thread that delivers the messages of a network.</summary>
[Collection(nameof(Alone))]
public sealed class InMemoryLoopTests
{
    private readonly InMemoryNetwork _network = new();

    [Fact]
    public async Task Messages_arrive_while_user_code_holds_every_thread_of_the_pool()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind("inproc://name"));

        await Task.Factory.StartNew(
            () =>
            {
                using var pool = new BlockedThreadPool();
                client.Send("request");
                Assert.True(SpinWait.SpinUntil(() => server.Sink.MessagesWaiting > 0, Hang.Guard));
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).OrHang();
    }

    [Fact]
    public async Task The_thread_ends_with_the_last_transport()
    {
        await ExchangeAsync();

        Assert.True(SpinWait.SpinUntil(() => !_network.Loop.HasThread, Hang.Guard));
    }

    [Fact]
    public async Task A_network_that_was_left_serves_new_transports()
    {
        await ExchangeAsync();
        SpinWait.SpinUntil(() => !_network.Loop.HasThread, Hang.Guard);

        await ExchangeAsync();
    }

    private async Task ExchangeAsync()
    {
        await using Started server = Start(SocketRole.Router);
        await using Started client = Start(SocketRole.Dealer);
        client.Transport.Connect(server.Transport.Bind("inproc://name"));
        client.Send("request");
        Assert.Equal("request", (await server.Sink.NextAsync()).Text());
        Assert.True(_network.Loop.HasThread);
    }

    private Started Start(SocketRole role) => Transports.Start(new InMemoryTransport(Transports.Options(role), NullLogger.Instance, _network));
}
