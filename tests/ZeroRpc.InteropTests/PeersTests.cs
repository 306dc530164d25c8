using ZeroRpc.InteropTests.Harness;
using static ZeroRpc.InteropTests.Harness.PeerCalls;

namespace ZeroRpc.InteropTests;

/// <summary>The peers among themselves: where these fail, the peers are at fault and not the library.</summary>
public sealed class PeersTests
{
    [Fact]
    public async Task Python_calls_Node()
    {
        await using PeerProcess server = await Peer.Node.ServeAsync();
        await using PeerProcess client = await Peer.Python.CallAsync(new { connect = server.Endpoint }, Call("add_42", 1));

        Assert.Equal(43, (await client.ReadAsync()).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Node_calls_Python()
    {
        await using PeerProcess server = await Peer.Python.ServeAsync();
        await using PeerProcess client = await Peer.Node.CallAsync(new { connect = server.Endpoint }, Call("add_42", 1));

        Assert.Equal(43, (await client.ReadAsync()).GetProperty("value").GetInt32());
    }
}
