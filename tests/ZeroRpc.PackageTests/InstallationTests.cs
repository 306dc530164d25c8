using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.PackageTests;

/// <summary>As a new user would: the packages go into a new project, outside the repository, and the READMEs' code runs.</summary>
public sealed class InstallationTests(PackedFixture packed)
{
    private const string ShownEndpoint = "tcp://127.0.0.1:4242";

    [Fact]
    public async Task The_code_of_the_README_runs_in_a_new_project()
    {
        PackedFixture.SkipUnlessOn();
        Markdown readme = Markdown.Read("README.md");
        string endpoint = FreePort.Endpoint();
        string program = $$"""
            using ZeroRpc;

            using var stopping = new CancellationTokenSource();
            Task serving = ServeAsync(stopping.Token);
            await CallAsync();
            await stopping.CancelAsync();
            await serving;

            async Task ServeAsync(CancellationToken stop)
            {
            {{readme.Block("server")}}
            }

            async Task CallAsync()
            {
            {{readme.Block("client")}}
            Console.WriteLine(cool);
            }

            {{readme.Block("service")}}
            """;

        string printed = await RunNewProjectAsync(program.Replace(ShownEndpoint, endpoint, StringComparison.Ordinal), [], "ZeroRpc");

        Assert.Equal(["0", "1", "2", "3", "4", "ZeroRPC, so cool"], Lines(printed));
    }

    [Fact]
    public async Task The_code_of_the_README_of_hosting_runs_in_a_new_project()
    {
        PackedFixture.SkipUnlessOn();
        Markdown readme = Markdown.Read("src/ZeroRpc.Hosting/README.md");
        string program = $$"""
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;
            using ZeroRpc;

            using var stopping = new CancellationTokenSource();
            Task serving = ServeAsync(stopping.Token);
            await using var client = new ZeroRpcClient(args[0].Split('=')[1]);
            Console.WriteLine(await client.InvokeAsync<string>("Take", "ice"));
            await stopping.CancelAsync();
            await serving;

            async Task ServeAsync(CancellationToken stop)
            {
            {{readme.Block("hosted-server")}}
            }

            {{readme.Block("hosted-service")}}

            public interface IStock
            {
                int Take(string thing);
            }

            public sealed class Stock : IStock
            {
                public int Take(string thing) => 41;
            }
            """;

        string printed = await RunNewProjectAsync(
            program,
            [$"--ZeroRpc:Server:Endpoints={FreePort.Endpoint()}", "--Logging:LogLevel:Default=Warning"],
            "ZeroRpc.Hosting",
            "Microsoft.Extensions.Hosting");

        Assert.Equal(["41 ice left"], Lines(printed));
    }

    [Fact]
    public async Task The_code_of_the_README_of_the_gateway_runs_in_a_new_project()
    {
        PackedFixture.SkipUnlessOn();
        Markdown readme = Markdown.Read("src/ZeroRpc.Gateway/README.md");
        string endpoint = FreePort.Endpoint();
        string program = $$"""
            using System.Net.Http.Json;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;
            using ZeroRpc;

            using var stopping = new CancellationTokenSource();
            await using var server = new ZeroRpcServer(new Cooler(), new ZeroRpcServerOptions { Values = ValueOptions.Python });
            server.Bind("{{ShownEndpoint}}");
            server.Start();
            Task serving = ServeAsync(stopping.Token);
            using var http = new HttpClient();
            HttpResponseMessage? response = null;
            while (response is null)
            {
                try
                {
                    response = await http.PostAsJsonAsync($"{args[0].Split('=')[1]}/rpc/cooler/add_cool", (string[])["ZeroRPC"]);
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(50); // The gateway is starting.
                }
            }

            Console.WriteLine(await response.Content.ReadAsStringAsync());
            await stopping.CancelAsync();
            await serving;

            async Task ServeAsync(CancellationToken stop)
            {
            {{readme.Block("gateway-program")}}
            }

            {{Markdown.Read("README.md").Block("service")}}
            """;

        string printed = await RunNewProjectAsync(
            program.Replace(ShownEndpoint, endpoint, StringComparison.Ordinal),
            [$"--urls=http://127.0.0.1:{FreePort.Next()}", "--Logging:LogLevel:Default=Warning"],
            "ZeroRpc.Gateway");

        Assert.Equal(["\"ZeroRPC, so cool\""], Lines(printed));
    }

    [Fact]
    public async Task The_code_of_the_README_of_NetMq_runs_in_a_new_project()
    {
        PackedFixture.SkipUnlessOn();
        Markdown readme = Markdown.Read("src/ZeroRpc.NetMq/README.md");
        string program = $$"""
            using ZeroRpc;

            {{readme.Block("netmq")}}

            {{Markdown.Read("README.md").Block("service")}}
            """;

        string printed = await RunNewProjectAsync(program.Replace(ShownEndpoint, FreePort.Endpoint(), StringComparison.Ordinal), [], "ZeroRpc.NetMq");

        Assert.Equal(["NetMQ, so cool"], Lines(printed));
    }

    [Fact]
    public async Task The_tool_is_installed_serves_and_calls()
    {
        PackedFixture.SkipUnlessOn();
        string folder = NewProjectFolder();
        Dotnet installed = await Dotnet.RunAsync(
            folder, "dotnet", "tool", "install", "zerorpc-cs", "--tool-path", "tools", "--version", packed.Version, "--ignore-failed-sources");
        SkipWithoutPackages(installed);
        installed.Succeeded();
        string tool = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "zerorpc-cs.exe" : "zerorpc-cs");
        string endpoint = FreePort.Endpoint();

        using Process server = Dotnet.Start(folder, tool, "serve", "--bind", endpoint, "System.Math");
        try
        {
            Dotnet called = await Dotnet.RunAsync(folder, tool, "-j", endpoint, "Max", "3", "4");

            Assert.Equal("4", Lines(called.Succeeded())[^1]);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> RunNewProjectAsync(string program, string[] arguments, params string[] packages)
    {
        string folder = NewProjectFolder();
        string references = string.Concat(packages.Select(
            package => $"""<PackageReference Include="{package}" Version="{VersionOf(package)}" />"""));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Consumer.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program, TestContext.Current.CancellationToken);

        Dotnet restored = await Dotnet.RunAsync(folder, "dotnet", "restore", "-p:NuGetAudit=false");
        SkipWithoutPackages(restored);
        restored.Succeeded();
        (await Dotnet.RunAsync(folder, "dotnet", "build", "--no-restore", "--output", "built")).Succeeded();
        return (await Dotnet.RunAsync(folder, "dotnet", ["exec", Path.Combine("built", "Consumer.dll"), .. arguments])).Succeeded();
    }

    /// <summary>Ours as they were packed, others as the repository has them.</summary>
    private string VersionOf(string package) => package.StartsWith("ZeroRpc", StringComparison.Ordinal)
        ? packed.Version
        : XDocument.Load(Path.Combine(Markdown.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(element => element.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    /// <summary>
    /// A folder whose packages come from the feed, and what these depend on from wherever this machine has packages from. What is restored
    /// goes with the folder; what the machine has already is used from where it lies.
    /// </summary>
    private string NewProjectFolder()
    {
        string folder = packed.NewFolder();
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ??
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{packed.Feed}" /></packageSources>
            </configuration>
            """);
        return folder;
    }

    /// <summary>NuGet's ways to say that it could not reach a source: NU1301, and for a tool the same in words.</summary>
    private static void SkipWithoutPackages(Dotnet command)
    {
        if (command.ExitCode != 0 && (command.Output.Contains("NU1301", StringComparison.Ordinal) ||
            command.Output.Contains("Unable to load the service index", StringComparison.Ordinal)))
        {
            MissingPeer.Skip(
                "NuGet",
                "no source of packages can be reached, so what the packages depend on cannot be fetched.",
                "dotnet nuget list source shows the sources.");
        }
    }

    private static string[] Lines(string printed) => printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
