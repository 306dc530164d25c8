using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.NetMq;

/// <summary>As many sockets as NetMQ has for a process.</summary>
[Collection(nameof(Alone))]
public sealed class ManyNetMqSocketsTests
{
    private const int MostClients = 341;

    [Fact]
    public async Task A_client_beyond_what_NetMQ_allows_is_refused_with_a_sentence_and_costs_nothing()
    {
        List<Started> clients = [];
        ZeroRpcEndpointException? refusal = null;
        while (refusal is null)
        {
            refusal = Record.Exception(() => clients.Add(Transports.StartNetMq(SocketRole.Dealer))) as ZeroRpcEndpointException;
            Assert.InRange(clients.Count, 0, MostClients);
        }

        Assert.Contains("1024 sockets in a process", refusal.Message, StringComparison.Ordinal);
        foreach (Started client in clients)
        {
            await client.DisposeAsync();
        }

        // NetMQ closes disposed sockets in the background.
        Started? last = null;
        await Transports.UntilAsync(() => Record.Exception(() => last = Transports.StartNetMq(SocketRole.Dealer)) is null);
        await last!.DisposeAsync();
    }
}
