using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.CalledByPeers;

/// <summary>Calls of stock Python clients that begin oddly, or that our server cannot read.</summary>
public sealed class PythonOddCallsTests
{
    [Theory]
    [InlineData(0.8)]
    [InlineData(1.4)]
    public async Task A_client_whose_get_task_context_takes_longer_than_an_interval_is_served(double seconds)
    {
        await using CoolerServer server = CoolerServer.Bound(TimeSpan.FromSeconds(0.5));
        await using PeerProcess client = await Peer.Python.RunAsync($"""
            import gevent, zerorpc
            class SlowContext:
                def get_task_context(self):
                    gevent.sleep({seconds})
                    return dict()
            context = zerorpc.Context()
            context.register_middleware(SlowContext())
            client = zerorpc.Client('{server.Endpoint}', context=context, heartbeat=0.5, timeout=10)
            print(client.add_42(1), list(client.count(250)) == list(range(250)))
            client.close()
            """);

        Assert.Equal("43 True", (await client.ReadToEndAsync()).TrimEnd());
    }

    [Fact]
    public async Task A_client_that_sends_values_nested_too_deeply_is_told_so_at_once()
    {
        await using var server = new ZeroRpcServer(new ZeroRpcServerOptions { Values = new ValueOptions { MaxDepth = 5 } });
        server.AddMethod("echo", (object? value) => value);
        string endpoint = server.Bind(Peer.AnyPort);
        server.Start();
        await using PeerProcess client = await Peer.Python.RunAsync($"""
            import zerorpc
            client = zerorpc.Client('{endpoint}', timeout=None)
            try:
                client.echo([[[[[[[[1]]]]]]]])
            except zerorpc.RemoteError as error:
                print(error.name, error.msg)
            print(client.echo(2))
            client.close()
            """);

        Assert.Equal(
            "ProtocolException 'echo' was not started: its event cannot be read: arrays and maps are nested deeper than 7 levels\n2",
            (await client.ReadToEndAsync()).TrimEnd());
    }
}
