using System.Net.Sockets;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Our dealer connects again and again, and leaves nothing behind: some hundred times, 10,000 times with <c>ZERORPC_LONG=1</c>.</summary>
[Collection("Memory")]
public sealed class ReconnectTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("ipc://*")]
    public async Task A_dealer_that_comes_and_goes_is_answered_each_time(string any)
    {
        int times = LongRun.Of(500, @long: 10_000);
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        await using Started client = Transports.StartZmtp(SocketRole.Dealer);
        server.Sink.OnEach = request => server.Transport.Send(new OutgoingMessage(request.Route, request.Body));
        string endpoint = server.Transport.Bind(Needs.Endpoint(any));
        int descriptors = Descriptors.Count();

        for (int i = 0; i < times; i++)
        {
            client.Transport.Connect(endpoint);
            client.Send($"{i}");
            Assert.Equal($"{i}", (await client.Sink.NextAsync()).Text());
            client.Transport.Disconnect(endpoint);
        }

        await Transports.UntilAsync(() => server.Transport.PeerCount == 0);
        Assert.False(client.Transport.IsConnected);
        await Descriptors.NoMoreThanAsync(descriptors);
    }

    [Fact]
    public async Task Connections_that_break_anywhere_in_the_handshake_are_made_again_until_one_lasts()
    {
        const int Servers = 100;
        int breaks = LongRun.Of(5, @long: 100);
        int descriptors = Descriptors.Count();
        await using (Started client = Transports.StartZmtp(SocketRole.Dealer))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var random = new Random(1);
            Task[] servers = [.. Enumerable.Range(0, Servers).Select(_ =>
            {
                Socket listener = BarePeer.Listen(out string endpoint);
                client.Transport.Connect(endpoint);
                return BreakAsync(listener, breaks, new Random(random.Next()), end.Token);
            })];

            await Transports.UntilAsync(() => client.Transport.PeerCount == Servers, guard: TimeSpan.FromMinutes(10));

            await end.CancelAsync();
            await Task.WhenAll(servers);
            await Transports.UntilAsync(() => client.Transport.PeerCount == 0);
        }

        await Descriptors.NoMoreThanAsync(descriptors);
    }

    /// <summary>
    /// Ends so many connections, each somewhere in what a server says first. All that follow last until the end: one may be that of another
    /// program, which looks for a server that had the port before.
    /// </summary>
    private static async Task BreakAsync(Socket listener, int times, Random random, CancellationToken end)
    {
        byte[] hello = [.. BarePeer.Greeting(minor: 1), .. BarePeer.Ready("ROUTER")];
        List<Socket> lasting = [];
        try
        {
            for (int i = 0; ; i++)
            {
                Socket accepted = await listener.AcceptAsync(end);
                bool breaks = i < times;
                accepted.Send(hello.AsSpan(0, breaks ? random.Next(hello.Length) : hello.Length), SocketFlags.None, out _);
                if (breaks)
                {
                    accepted.Dispose();
                }
                else
                {
                    lasting.Add(accepted);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            listener.Dispose();
            lasting.ForEach(socket => socket.Dispose());
        }
    }
}
