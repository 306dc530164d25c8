using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Gateway.Tests.Docs;

/// <summary>The C# and the JSON of docs/gateway.md and of the package's README, compiled and run: over memory, where they show tcp.</summary>
public sealed class GatewaySnippetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_offers_a_service()
    {
        string endpoint = $"inproc://gateway-{Guid.NewGuid():N}";
        await using var server = new ZeroRpcServer(new Fridge(), new ZeroRpcServerOptions { Values = ValueOptions.Python });
        server.Bind(endpoint);
        server.Start();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        int port = FreePort.Next();
        Task serving = ServeAsync([$"--urls=http://127.0.0.1:{port}", "--Logging:LogLevel:Default=None"], endpoint, stopping.Token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal("\"ZeroRPC, so cool\"", await PostAsync(http, "/rpc/cooler/add_cool", "[\"ZeroRPC\"]").OrHang());
        Assert.Equal("0\n1\n", await http.GetStringAsync(new Uri("/rpc/cooler/count?args=[2]", UriKind.Relative), Stop));
        await stopping.CancelAsync();
        await serving.OrHang();
    }

    [Fact]
    public void The_configuration_shown_is_taken()
    {
        string json = Markdown.Read("docs/gateway.md").Block("appsettings.json");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        using ServiceProvider services = new ServiceCollection().AddSingleton(configuration)
            .AddAuthorization(options => options.AddPolicy("admins", policy => policy.RequireRole("admin")))
            .AddZeroRpcGateway().Services
            .BuildServiceProvider();

        ZeroRpcGatewayOptions options = services.GetRequiredService<IOptions<ZeroRpcGatewayOptions>>().Value;

        ZeroRpcGatewayService cooler = options.Services["cooler"];
        Assert.Equal(["tcp://127.0.0.1:4242"], cooler.Endpoints);
        Assert.Equal(("signed-in", "anyone", "admins"), (cooler.Methods["*"], cooler.Methods["count"], cooler.Methods["remove_*"]));
        Assert.Equal((422, TimeSpan.FromSeconds(10), "user"), (options.StatusCodes["ValueError"], options.Timeout, options.ClaimHeaders["sub"]));
        Assert.Equal(["count"], cooler.Safe);
        Assert.Equal(["https://app.example.com"], options.AllowedOrigins);
    }

    [Fact]
    public async Task The_JavaScript_shown_runs()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(options => options.Services["cooler"] = options.Services["fridge"]);
        string program = Markdown.Read("docs/gateway.md").Block("client.js").Replace("const connection = ", "", StringComparison.Ordinal)
            .Replace("connect(\"http://localhost:5000/rpc\");", "", StringComparison.Ordinal);

        Assert.Equal("ZeroRPC, so cool\n0\n1\nValueError 500 true it went wrong", await NodeScript.RunAsync(gateway, program));
    }

    [Fact]
    public async Task A_sign_out_closes_WebSockets()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            register: services => services.AddAuthentication(options => options.DefaultSignOutScheme = "Cookies").AddCookie("Cookies"),
            map: app =>
            {
                // snippet: gateway-sign-out
                app.MapPost("/sign-out", async (HttpContext context, ZeroRpcGatewayConnections connections) =>
                {
                    string? name = context.User.Identity?.Name;
                    await context.SignOutAsync();
                    await connections.CloseAsync(user => user.Identity?.Name == name);
                });
                // end
            });
        await using TestSocket socket = await gateway.OpenAsync("zerorpc.json", ("X-User", "ann"));
        await socket.SendAsync("{\"type\":\"ping\"}");
        await socket.ReceiveAsync();

        using HttpResponseMessage response = await gateway.PostAsync("/sign-out", "{}", ("X-User", "ann"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(4401, (await socket.ReceiveCloseAsync()).Code);
    }

    private static async Task ServeAsync(string[] args, string endpoint, CancellationToken stop)
    {
        // snippet: gateway-program
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddZeroRpcGateway(options => options
            .AddService("cooler", endpoint)
            .AllowAnyone("*")
            .MarkSafe("count"));
        WebApplication app = builder.Build();
        app.MapZeroRpc("/rpc");
        await app.RunAsync(stop);
        // end
    }

    /// <summary>Posts as soon as the gateway serves.</summary>
    private static async Task<string> PostAsync(HttpClient http, string path, string json)
    {
        while (true)
        {
            try
            {
                using var content = new StringContent(json, Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await http.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
                return await response.Content.ReadAsStringAsync(Stop);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, Stop);
            }
        }
    }
}
