namespace ZeroRpc.Tests.Docs;

/// <summary>The C# of src/ZeroRpc.Curve/README.md, compiled and run.</summary>
public sealed class CurveReadmeTests
{
    [Fact]
    public async Task The_shown_client_calls_the_shown_server()
    {
        using var serverKeys = CurveKeyPair.Generate();
        using var clientKeys = CurveKeyPair.Generate();

        // snippet: curve-readme-server
        var serverOptions = new ZeroRpcServerOptions().UseCurve(new CurveServerOptions
        {
            Keys = serverKeys, // CurveKeyPair.Load("server.key_secret")
            AllowedClients = new CurveAllowedClients(clientKeys.PublicKey),
        });
        // end

        // snippet: curve-readme-client
        var clientOptions = new ZeroRpcClientOptions().UseCurve(new CurveClientOptions
        {
            ServerKey = serverKeys.PublicKey, // CurvePublicKey.Load("server.key")
            Keys = clientKeys,
        });
        // end

        await using var server = new ZeroRpcServer(new ReadmeSnippetTests.Cooler(), serverOptions);
        string endpoint = server.Bind("tcp://127.0.0.1:0");
        server.Start();
        await using var client = new ZeroRpcClient(endpoint, clientOptions);

        Assert.Equal("ZeroRPC, so cool", await client.InvokeAsync<string>("AddCool", "ZeroRPC"));
    }
}
