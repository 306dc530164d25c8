using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The C# and the Python of docs/security.md about CURVE, run against each other with keys in files.</summary>
public sealed class SecurityTests : IDisposable
{
    private readonly string _keys = Directory.CreateTempSubdirectory("zerorpc-security-").FullName;
    private readonly string _endpoint = FreePort.Endpoint();

    public SecurityTests()
    {
        Directory.CreateDirectory(Path.Combine(_keys, "clients"));
        using var server = CurveKeyPair.Generate();
        server.Save(Path.Combine(_keys, "server.key_secret"));
        server.PublicKey.Save(Path.Combine(_keys, "server.key"));
        using var anne = CurveKeyPair.Generate();
        anne.Save(Path.Combine(_keys, "anne.key_secret"));
        anne.PublicKey.Save(Path.Combine(_keys, "clients", "anne.key"));
    }

    [Fact]
    public async Task The_shown_Python_client_calls_the_shown_server()
    {
        (string keys, string endpoint) = (_keys, _endpoint);

        // snippet: curve-server
        var clients = CurveAllowedClients.FromFolder($"{keys}/clients"); // anne.key admits the client "anne"
        var options = new ZeroRpcServerOptions { Values = ValueOptions.Python };
        options.UseCurve(new CurveServerOptions { Keys = CurveKeyPair.Load($"{keys}/server.key_secret"), AllowedClients = clients });
        await using var server = new ZeroRpcServer(new Stock(), options);
        server.Bind(endpoint);
        // end

        server.Start();
        await using PeerProcess python = await new ShownProgram("docs/security.md", "secure_client.py").RunAsync(endpoint, keys);

        Assert.Equal("ice, taken", (await python.ReadToEndAsync()).Trim());
    }

    [Fact]
    public async Task The_shown_client_calls_the_shown_Python_server()
    {
        await using PeerProcess python = await new ShownProgram("docs/security.md", "secure_server.py").RunAsync(_endpoint, _keys);

        Assert.Equal("ice, taken", await CallAsync(_keys, _endpoint).OrHang());
    }

    [Fact]
    public async Task A_client_whose_certificate_is_taken_out_of_the_folder_is_refused()
    {
        string keys = _keys;
        var clients = CurveAllowedClients.FromFolder($"{keys}/clients");
        await using ZeroRpcServer server = Serve(new CurveServerOptions { Keys = CurveKeyPair.Load($"{keys}/server.key_secret"), AllowedClients = clients });
        Assert.Equal("ice, taken", await CallAsync(keys, _endpoint).OrHang());
        File.Delete($"{keys}/clients/anne.key");

        // snippet: curve-rotate
        clients.ReplaceWith(CurveAllowedClients.FromFolder($"{keys}/clients"));
        // end

        await Assert.ThrowsAsync<HandshakeException>(() => CallAsync(keys, _endpoint).OrHang());
    }

    [Fact]
    public async Task A_callback_names_clients_and_an_interceptor_decides_by_their_names()
    {
        var serverKeys = CurveKeyPair.Load($"{_keys}/server.key_secret");
        string? name = "bob";
        Task<string?> FindNameAsync(CurvePublicKey key, CancellationToken cancelled) => Task.FromResult<string?>(name);

        var options = new ZeroRpcServerOptions { Values = ValueOptions.Python };

        // snippet: curve-authenticate
        options.UseCurve(new CurveServerOptions
        {
            Keys = serverKeys,
            Authenticate = async (client, cancelled) => await FindNameAsync(client.Key, cancelled), // null refuses
        });
        // end

        // snippet: curve-authorize
        options.Interceptors.Add(async (call, next) =>
        {
            if (call.Method.StartsWith("take", StringComparison.Ordinal) && call.PeerName != "anne")
            {
                throw new RemoteException("PermissionError", $"'{call.PeerName}' may not call '{call.Method}'");
            }

            await next();
        });
        // end

        await using ZeroRpcServer server = Serve(options);

        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(() => CallAsync(_keys, _endpoint).OrHang());
        name = "anne";
        string taken = await CallAsync(_keys, _endpoint).OrHang();
        name = null;
        await Assert.ThrowsAsync<HandshakeException>(() => CallAsync(_keys, _endpoint).OrHang());

        Assert.Equal(("'bob' may not call 'take'", "ice, taken"), (refused.Message, taken));
    }

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    private static async Task<string> CallAsync(string keys, string endpoint)
    {
        // snippet: curve-client
        var options = new ZeroRpcClientOptions();
        options.UseCurve(new CurveClientOptions
        {
            ServerKey = CurvePublicKey.Load($"{keys}/server.key"),
            Keys = CurveKeyPair.Load($"{keys}/anne.key_secret"),
        });
        await using var stock = new ZeroRpcClient(endpoint, options);
        // end

        return await stock.InvokeAsync<string>("take", "ice");
    }

    private ZeroRpcServer Serve(CurveServerOptions curve) => Serve(new ZeroRpcServerOptions { Values = ValueOptions.Python }.UseCurve(curve));

    private ZeroRpcServer Serve(ZeroRpcServerOptions options)
    {
        var server = new ZeroRpcServer(new Stock(), options);
        server.Bind(_endpoint);
        server.Start();
        return server;
    }

    private sealed class Stock
    {
        public string Take(string thing) => $"{thing}, taken";
    }
}
