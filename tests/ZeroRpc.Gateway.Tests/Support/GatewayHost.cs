using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>A gateway on a real port, and behind it a <see cref="Support.Fridge"/> over memory.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly ZeroRpcServer _server;
    private readonly WebApplication _app;

    private GatewayHost(ZeroRpcServer server, WebApplication app, Fridge fridge)
    {
        (_server, _app, Fridge) = (server, app, fridge);
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Fridge Fridge { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a gateway whose service <c>fridge</c> anybody may call, unless the options say otherwise.</summary>
    public static async Task<GatewayHost> StartAsync(
        Action<ZeroRpcGatewayOptions>? configure = null,
        Action<IServiceCollection>? register = null,
        (string Key, string? Value)[]? configuration = null,
        Action<WebApplication>? map = null)
    {
        string endpoint = $"inproc://gateway-{Guid.NewGuid():N}";
        var fridge = new Fridge();
        var server = new ZeroRpcServer(fridge, new ZeroRpcServerOptions { Values = ValueOptions.Python });
        server.Bind(endpoint);
        server.Start();

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection((configuration ?? []).Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
        builder.Services.AddAuthentication(HeaderSignIn.Scheme).AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("cooks", policy => policy.RequireRole("cook"));
        register?.Invoke(builder.Services);
        builder.Services.AddZeroRpcGateway(options =>
        {
            options.AddService("fridge", endpoint).MarkSafe("count*", "echo", "bytes", "large", "silence");
            configure?.Invoke(options);
            if (options.Services.TryGetValue("fridge", out ZeroRpcGatewayService? service) && service.Methods.Count == 0)
            {
                service.AllowAnyone("*");
            }
        });
        WebApplication app = builder.Build();
        app.MapZeroRpc("/rpc");
        map?.Invoke(app);
        await app.StartAsync(Stop);
        return new GatewayHost(server, app, fridge);
    }

    /// <summary>Sends a POST of JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, headers);

    /// <summary>Sends a GET.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    /// <summary>Sends a request with headers as given; gives the response once its head has come.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop).OrHang();
    }

    /// <summary>Calls a method and gives its result as the text of its JSON.</summary>
    public async Task<string> CallAsync(string method, string arguments)
    {
        using HttpResponseMessage response = await PostAsync($"/rpc/fridge/{method}", arguments);
        string content = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.IsSuccessStatusCode, content);
        return content;
    }

    /// <summary>Opens a WebSocket.</summary>
    public async Task<TestSocket> OpenAsync(string? protocol = "zerorpc.json", params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        foreach ((string name, string value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/rpc"), Stop).OrHang();
        return new TestSocket(socket);
    }

    /// <summary>Stops the gateway, as the end of its process does.</summary>
    public Task StopAsync() => _app.StopAsync(Stop);

    /// <summary>Waits for what nothing signals.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }
}
