using MessagePack;
using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Events;
using ZeroRpc.Events.Values;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A server whose handlers wait for one shared task, called by a peer that keeps nothing.</summary>
internal static class WaitingServer
{
    /// <summary>The bytes that each call holds on the server.</summary>
    public static async Task<double> MeasureAsync(int calls)
    {
        using var listener = new SilentPeer(); // Only its sink is of use here.
        var service = new Service();
        await using var server = new ZeroRpcServer(service);
        string endpoint = server.Bind(listener.Endpoint + "-server");
        server.Start();
        var transport = new InMemoryTransport(
            new TransportOptions(SocketRole.Dealer, int.MaxValue, TimeSpan.Zero), NullLogger.Instance, InMemoryNetwork.Default);
        transport.Start(listener);
        transport.Connect(endpoint);
        Send(transport, 1);
        await Heap.UntilAsync(() => service.Waiting == 1);

        long before = await Heap.SettledAsync();
        Send(transport, calls);
        await Heap.UntilAsync(() => service.Waiting > calls);
        double bytes = (await Heap.SettledAsync() - before) / (double)calls;
        service.Open();
        await transport.DisposeAsync();
        return bytes;
    }

    private static void Send(InMemoryTransport transport, int calls)
    {
        var ids = new MessageIdSource();
        var codec = new ValueCodec(new ValueOptions());
        for (int i = 0; i < calls; i++)
        {
            EventBuffer buffer = EventWriter.BeginRequest(ids.Next(), "Wait", null, codec);
            var writer = new MessagePackWriter(buffer);
            writer.WriteArrayHeader(0);
            writer.Flush();
            transport.Send(new OutgoingMessage(PeerRoute.None, buffer.Detach()));
        }
    }
}
