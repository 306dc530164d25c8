using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZeroRpc.Hosting.Tests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Hosting.Tests.Docs;

/// <summary>The settings of docs/security.md, read by a host as shown there.</summary>
public sealed class SecuritySnippetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-security-").FullName;
    private readonly CurveKeyPair _server = CurveKeyPair.Generate();
    private readonly CurveKeyPair _anne = CurveKeyPair.Generate();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_admits_the_clients_of_its_settings_to_the_methods_of_its_policies()
    {
        _server.Save(Path.Combine(_folder, "server.key_secret"));
        Directory.CreateDirectory(Path.Combine(_folder, "clients"));
        _anne.PublicKey.Save(Path.Combine(_folder, "clients", "anne.key"));
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Settings())));

        // snippet: curve-hosting
        builder.Services.AddZeroRpcServer(options => options.AddService<Stock>())
            .Configure<IConfiguration>((options, configuration) => options.UseCurve(configuration.GetSection("ZeroRpc:Server:Curve")));
        // end

        using IHost host = builder.Build();
        await host.StartAsync(Stop);
        await using var client = new ZeroRpcClient(
            host.EndpointOf(), new ZeroRpcClientOptions().UseCurve(new CurveClientOptions { ServerKey = _server.PublicKey, Keys = _anne }));

        Assert.Equal("ice, taken", await client.InvokeAsync<string>("TakeOne", "ice"));
        Assert.Equal("PermissionError", (await Assert.ThrowsAsync<RemoteException>(() => client.InvokeAsync("Close"))).Name);
        await host.StopAsync(Stop);
    }

    public void Dispose()
    {
        _server.Dispose();
        _anne.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>As shown, but for the port and the folder of the files.</summary>
    private string Settings() => Markdown.Read("docs/security.md").Block("curve-settings")
        .Replace("0.0.0.0:4242", "127.0.0.1:0", StringComparison.Ordinal)
        .Replace("\"server.key_secret\"", $"\"{_folder}/server.key_secret\"", StringComparison.Ordinal)
        .Replace("\"clients\"", $"\"{_folder}/clients\"", StringComparison.Ordinal);

    private sealed class Stock
    {
        public string TakeOne(string thing) => $"{thing}, taken";

        public string Close() => "closed";
    }
}
