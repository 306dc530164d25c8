using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Support;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>
/// The conversations of <see cref="MutatedSessionsTests"/> over real sockets, which break anywhere, in the middle of the handshake too: the
/// next peer is served, and no socket, thread or memory is left behind. 300 for each kind of socket, 10,000 with <c>ZERORPC_LONG=1</c>.
/// </summary>
[Collection("Memory")]
public sealed class MutatedConnectionsTests : IDisposable
{
    private const int AtOnce = 8;
    private const int MostPeers = 16;
    private const int Seed = 43;

    private readonly FakeLog _log = new(LogLevel.Error); // What is cut off fills the log.

    [Theory]
    [InlineData(SocketRole.Dealer)]
    [InlineData(SocketRole.Router)]
    [InlineData(SocketRole.Push)]
    [InlineData(SocketRole.Pull)]
    [InlineData(SocketRole.Publish)]
    [InlineData(SocketRole.Subscribe)]
    internal async Task Whatever_peers_say_and_wherever_they_break_off_nothing_is_left_behind(SocketRole role)
    {
        int descriptors = Descriptors.Count();
        long memory = GC.GetTotalMemory(forceFullCollection: true);

        await TalkWithManyAsync(role);
        await Task.Yield(); // Off its stack, which would keep the sockets alive.

        Assert.Empty(_log.Messages);
        await Descriptors.NoMoreThanAsync(descriptors);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 10_000_000);
    }

    public void Dispose() => _log.Dispose();

    private async Task TalkWithManyAsync(SocketRole role)
    {
        int count = LongRun.Of(300, @long: 10_000);
        await using Started ours = Start(role);
        string endpoint = ours.Transport.Bind("tcp://127.0.0.1:0");
        var random = new Random(Seed);
        var conversations = new MutatedConversations(random);

        for (int done = 0; done < count; done += AtOnce)
        {
            (byte[] Bytes, int Seed)[] peers = [.. Enumerable.Range(0, AtOnce).Select(_ => (conversations.Next(role), random.Next()))];
            await Task.WhenAll(peers.Select(peer => TalkAsync(endpoint, peer.Bytes, new Random(peer.Seed))));
        }

        await Transports.UntilAsync(() => ours.Transport.PeerCount == 0);
        BarePeer[] last = [.. Enumerable.Range(0, MostPeers).Select(_ => Admitted(endpoint, role.Peer()))];
        await Transports.UntilAsync(() => ours.Transport.PeerCount == MostPeers); // Not one place was forgotten.
        Array.ForEach(last, peer => peer.Dispose());
    }

    private Started Start(SocketRole role) => Transports.Start(new ZmtpTransport(
        Transports.Options(role),
        _log.Factory.CreateLogger("test"),
        new ZmtpLimits(MostPeers, MostPeers, MostPeers, TimeSpan.FromSeconds(10))));

    /// <summary>A peer that does all right. It may come before it is noticed that others have gone, and is refused then.</summary>
    private static BarePeer Admitted(string endpoint, SocketRole role)
    {
        using var guard = new CancellationTokenSource(RecordingSink.HangGuard);
        while (true)
        {
            guard.Token.ThrowIfCancellationRequested();
            var peer = BarePeer.Connect(endpoint);
            try
            {
                peer.Handshake(SocketTypes.NameOf(role));
                return peer;
            }
            catch (Exception refused) when (refused is SocketException or EndOfStreamException)
            {
                peer.Dispose();
            }
        }
    }

    /// <summary>Says it in pieces, and leaves: politely, or by breaking the connection.</summary>
    private static async Task TalkAsync(string endpoint, byte[] conversation, Random random)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint["tcp://".Length..]), TestContext.Current.CancellationToken);
        try
        {
            for (int at = 0; at < conversation.Length;)
            {
                int size = Math.Min(conversation.Length - at, 1 + random.Next(random.Next(2) == 0 ? 100 : 100_000));
                at += await socket.SendAsync(conversation.AsMemory(at, size), TestContext.Current.CancellationToken);
            }

            if (random.Next(2) == 0)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0); // Closing is a reset then.
            }
        }
        catch (SocketException)
        {
            // Cut off.
        }
    }
}
