namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of the pages that tell how to use NetMQ, compiled and run.</summary>
public sealed class NetMqSnippetTests
{
    [Fact]
    public async Task A_server_and_a_client_go_by_NetMQ()
    {
        string endpoint = FreePort.Endpoint();

        // snippet: netmq
        await using var server = new ZeroRpcServer(new Cooler(), new ZeroRpcServerOptions().UseNetMq());
        server.Bind(endpoint);
        server.Start();

        await using var client = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions().UseNetMq());
        Console.WriteLine(await client.InvokeAsync<string>("AddCool", "NetMQ"));
        // end

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("AddCool", "it"));
    }

    [Fact]
    public async Task A_client_goes_by_NetMQ_and_its_server_does_not()
    {
        await using var server = new ZeroRpcServer(new Cooler());
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();

        // snippet: use-netmq
        await using var client = new ZeroRpcClient(endpoint, new ZeroRpcClientOptions().UseNetMq());
        // end

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("AddCool", "it"));
    }

    public sealed class Cooler
    {
        public string AddCool(string thing) => $"{thing}, so cool";
    }
}
