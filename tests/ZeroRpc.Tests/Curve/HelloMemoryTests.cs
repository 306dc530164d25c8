using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Curve;

/// <summary>A server keeps no state for a client that has only sent HELLO: the cookie in its answer carries it.</summary>
[Collection("Memory")]
public sealed class HelloMemoryTests
{
    [Fact]
    public async Task A_HELLO_costs_no_memory_but_for_the_answer_that_leaves()
    {
        const int Many = 400;
        await using Started server = CurveTransports.Start(SocketRole.Router, CurveTransports.Server());
        string endpoint = server.Transport.Bind("tcp://127.0.0.1:0");
        BarePeer[] peers = [.. Enumerable.Range(0, Many).Select(_ => BarePeer.Connect(endpoint))];
        Array.ForEach(peers, peer => peer.ReadExactly(64));
        byte[] hello = [.. BareCurve.Greeting, .. BarePeer.Command("HELLO", new BareCurve().Hello())];
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Array.ForEach(peers, peer => peer.Send(hello));
        Array.ForEach(peers, peer => peer.ReadExactly(170));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Many * 2500); // A send buffer has 1,024 bytes.
        Array.ForEach(peers, peer => peer.Dispose());
    }
}
