using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Tests.Support;

namespace ZeroRpc.Hosting.Tests.Servers;

/// <summary>Keys from configuration, and what callers may do by their names.</summary>
public sealed class CurveTests : IDisposable
{
    private const string Section = "ZeroRpc:Server:Curve";

    private readonly CurveKeyPair _serverKeys = CurveKeyPair.Generate();
    private readonly CurveKeyPair _anne = CurveKeyPair.Generate();
    private readonly CurveKeyPair _bob = CurveKeyPair.Generate();
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-hosting-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_and_admitted_clients_come_from_the_configuration()
    {
        using IHost host = await StartAsync(
            ("SecretKey", _serverKeys.ExportSecretKey()), ("AllowedClients:anne", _anne.PublicKey.ToString()));

        Assert.Equal("it, so cool", await CallAsync(host, _anne));
        await Assert.ThrowsAsync<HandshakeException>(() => CallAsync(host, _bob));
    }

    [Fact]
    public async Task Or_from_files_that_it_names()
    {
        string keys = Path.Combine(_folder, "server.key_secret");
        _serverKeys.Save(keys);
        _anne.PublicKey.Save(Path.Combine(_folder, "anne.key"));
        using IHost host = await StartAsync(("SecretKeyFile", keys), ("AllowedClientsFolder", _folder));

        Assert.Equal("it, so cool", await CallAsync(host, _anne));
        await Assert.ThrowsAsync<HandshakeException>(() => CallAsync(host, _bob));
    }

    [Fact]
    public async Task A_client_has_the_server_s_key_and_its_own()
    {
        using IHost server = await StartAsync(("SecretKey", _serverKeys.ExportSecretKey()), ("AllowedClients:anne", _anne.PublicKey.ToString()));
        using IHost host = TestHost.Build(
            services => services.AddZeroRpcClient("cooler").Configure<IConfiguration>(
                (options, configuration) => options.UseCurve(configuration.GetSection("ZeroRpc:Clients:cooler:Curve"))),
            ("ZeroRpc:Clients:cooler:Endpoints", server.EndpointOf()),
            ("ZeroRpc:Clients:cooler:Curve:ServerKey", _serverKeys.PublicKey.ToString()),
            ("ZeroRpc:Clients:cooler:Curve:SecretKey", _anne.ExportSecretKey()));

        var client = host.Services.GetRequiredKeyedService<ZeroRpcClient>("cooler");

        Assert.Equal("it, so cool", await client.InvokeAsync<string>("AddCool", "it"));
    }

    [Fact]
    public async Task Clients_are_admitted_and_no_longer_admitted_as_the_configuration_changes()
    {
        using IHost host = await StartAsync(("SecretKey", _serverKeys.ExportSecretKey()), ("AllowedClients:anne", _anne.PublicKey.ToString()));
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        await using ZeroRpcClient anne = Connect(host, _anne);
        Assert.Equal("it, so cool", await anne.InvokeAsync<string>("AddCool", "it"));

        configuration[$"{Section}:AllowedClients:anne"] = "oh dear";
        configuration.Reload(); // What is wrong changes nothing.
        Assert.Equal("it, so cool", await anne.InvokeAsync<string>("AddCool", "it"));

        configuration[$"{Section}:AllowedClients:anne"] = _bob.PublicKey.ToString();
        configuration.Reload();

        Assert.Equal("it, so cool", await CallAsync(host, _bob));
        await Assert.ThrowsAsync<HandshakeException>(() => CallAsync(host, _anne));
    }

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "SecretKey", "secret", $"{Section}:SecretKey: The secret key is not one in Z85: it has 6 characters where 40 are needed." },
        { "SecretKey", null, $"{Section} has no key pair: set SecretKeyFile, or SecretKey." },
        { "SecretKeyFile", "/nowhere", $"{Section} has both SecretKey and SecretKeyFile: one is enough." },
        { "AllowAnyClient", "perhaps", $"{Section} has AllowAnyClient neither true nor false." },
        { "AllowAnyClient", "true", $"{Section} says more than once which clients are admitted: set one of AllowedClients" },
        { "AllowedClients:anne", null, $"{Section} does not say which clients are admitted: set one of AllowedClients" },
        { "AllowedClients:anne", "oh dear", $"{Section}:AllowedClients:anne: The public key is not one in Z85: it has 7 characters" },
        { "AllowedClientsFolder", "/nowhere", $"{Section} says more than once which clients are admitted" },
        { "ServerKey", "x", $"{Section} is half a client's and half a server's: ServerKey and ServerKeyFile are for clients" },
        { "PrivateKey", "x", $"{Section} has the entry PrivateKey, which means nothing there. Known are SecretKey, SecretKeyFile, " },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_keeps_the_host_from_starting_and_is_told(string key, string? value, string message)
    {
        Dictionary<string, string?> entries = new()
        {
            ["SecretKey"] = _serverKeys.ExportSecretKey(),
            ["AllowedClients:anne"] = _anne.PublicKey.ToString(),
        };
        entries[key] = value;

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => StartAsync([.. entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value))]));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_serverKeys.ExportSecretKey(), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => StartAsync(("SecretKeyFile", "/nowhere/server.key_secret"), ("AllowAnyClient", "true")));

        Assert.StartsWith($"{Section}:SecretKeyFile: Could not find", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_section_where_one_is_to_be_read()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync());

        Assert.StartsWith($"{Section} is missing or empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_nothing_reads_keep_the_host_from_starting()
    {
        var error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0")),
            ($"{Section}:SecretKey", _serverKeys.ExportSecretKey()));

        Assert.Equal(
            "The ZeroRPC server has keys in configuration, under ZeroRpc:Server:Curve, that nothing reads: add the package ZeroRpc.Curve, and to " +
            "the options .Configure<IConfiguration>((options, configuration) => options.UseCurve(configuration.GetSection(\"ZeroRpc:Server:Curve\"))).",
            error.Message);
    }

    [Fact]
    public async Task Who_may_call_what_is_said_by_method_and_name()
    {
        using IHost host = await StartAsync(
            entries: [("SecretKey", _serverKeys.ExportSecretKey()), ("AllowedClients:anne", _anne.PublicKey.ToString()), ("AllowedClients:bob", _bob.PublicKey.ToString())],
            more: [("ZeroRpc:Server:Policies:Add*:0", "anne"), ("ZeroRpc:Server:Policies:_zerorpc_ping:0", "*")]);
        await using ZeroRpcClient anne = Connect(host, _anne);
        await using ZeroRpcClient bob = Connect(host, _bob);

        Assert.Equal("it, so cool", await anne.InvokeAsync<string>("AddCool", "it"));
        await bob.InvokeAsync("_zerorpc_ping");
        var refused = await Assert.ThrowsAsync<RemoteException>(() => bob.InvokeAsync("AddCool", "it"));
        var inspected = await Assert.ThrowsAsync<RemoteException>(() => anne.InvokeAsync("_zerorpc_list"));

        Assert.Equal(("PermissionError", "'bob' may not call 'AddCool'"), (refused.Name, refused.Message));
        Assert.Equal("'anne' may not call '_zerorpc_list'", inspected.Message);
    }

    [Fact]
    public async Task Policies_without_anything_that_tells_callers_apart_are_refused()
    {
        var error = await TestHost.FailAsync<OptionsValidationException>(
            services => services.AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0")),
            ("ZeroRpc:Server:Policies:*:0", "anne"));

        Assert.Contains("has policies, and nothing by which it could tell callers apart", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _serverKeys.Dispose();
        _anne.Dispose();
        _bob.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<IHost> StartAsync(params (string Key, string? Value)[] entries) => StartAsync(entries, []);

    private static Task<IHost> StartAsync((string Key, string? Value)[] entries, (string Key, string? Value)[] more) => TestHost.StartAsync(
        services => services
            .AddZeroRpcServer(options => options.AddService<Cooler>().Endpoints.Add("tcp://127.0.0.1:0"))
            .Configure<IConfiguration>((options, configuration) => options.UseCurve(configuration.GetSection(Section))),
        [.. entries.Select(entry => ($"{Section}:{entry.Key}", entry.Value)), .. more]);

    private ZeroRpcClient Connect(IHost host, CurveKeyPair keys) => new(
        host.EndpointOf(),
        new ZeroRpcClientOptions().UseCurve(new CurveClientOptions { ServerKey = _serverKeys.PublicKey, Keys = keys }));

    private async Task<string> CallAsync(IHost host, CurveKeyPair keys)
    {
        await using ZeroRpcClient client = Connect(host, keys);
        return await client.InvokeAsync<string>("AddCool", "it").WaitAsync(Stop);
    }
}
