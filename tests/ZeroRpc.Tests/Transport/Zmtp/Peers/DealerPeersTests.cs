using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Which peer a dealer's message goes to.</summary>
public sealed class DealerPeersTests
{
    [Fact]
    public async Task A_message_sent_while_the_only_peer_comes_goes_to_it()
    {
        PeerProperties peer = PeerProperties.Read(PeerProperties.Write(SocketRole.Router));
        for (int i = 0; i < 20_000; i++)
        {
            var peers = new DealerPeers(new SinkGuard(new RecordingSink(), NullLogger.Instance));
            using var start = new Barrier(2);
            Task<PipeRoute> sending = Task.Run(() =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                return peers.Find(PeerRoute.None)!;
            });

            start.SignalAndWait(TestContext.Current.CancellationToken);
            Pipe admitted = peers.Admit(peer, own: null);

            Assert.Same(admitted, (await sending).Pipe);
        }
    }
}
