using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Gateway.Tests.Browser;

/// <summary>The client as a package for npm, and as the gateway serves it.</summary>
public sealed class NpmPackageTests
{
    private static readonly string _folder = Path.Combine(Markdown.Root, "src", "ZeroRpc.Gateway", "Browser");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_has_the_module_and_its_types()
    {
        await NodeScript.RequireAsync();
        using Process npm = Process.Start(new ProcessStartInfo("npm", ["pack", "--dry-run", "--json"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = npm.StandardError.ReadToEndAsync(Stop);
        using JsonDocument packed = JsonDocument.Parse(await npm.StandardOutput.ReadToEndAsync(Stop).OrHang());
        await errors;
        await npm.WaitForExitAsync(Stop);

        Assert.Equal(
            ["README.md", "package.json", "zerorpc-call.js", "zerorpc-values.js", "zerorpc.d.ts", "zerorpc.js"],
            packed.RootElement[0].GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_has_the_version_of_all_packages()
    {
        using JsonDocument package = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "package.json")));
        XDocument properties = XDocument.Load(Path.Combine(Markdown.Root, "Directory.Build.props"));

        Assert.Equal(properties.Descendants("VersionPrefix").Single().Value, package.RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("zerorpc.js", "text/javascript")]
    [InlineData("zerorpc-call.js", "text/javascript")]
    [InlineData("zerorpc-values.js", "text/javascript")]
    [InlineData("zerorpc.d.ts", "text/plain")]
    public async Task The_gateway_serves_it(string file, string type)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        using HttpResponseMessage response = await gateway.GetAsync($"/rpc/{file}");
        using HttpResponseMessage again = await gateway.GetAsync($"/rpc/{file}", ("If-None-Match", response.Headers.ETag!.ToString()));

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder, file), Stop), await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
    }
}
