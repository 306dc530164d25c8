using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>SignalR over WebSockets with JSON, whose hub forwards to a hub behind it over a connection of its own.</summary>
internal sealed class SignalRFront : ICaller
{
    private readonly WebApplication _back;
    private readonly WebApplication _front;
    private readonly HubConnection _toBack;
    private readonly HubConnection _client;

    private SignalRFront(WebApplication back, WebApplication front, HubConnection toBack, HubConnection client) =>
        (_back, _front, _toBack, _client) = (back, front, toBack, client);

    public string Name => "SignalR";

    public static async Task<SignalRFront> StartAsync()
    {
        WebApplication back = await Kestrel.StartAsync(services => services.AddSignalR(Tune), app => app.MapHub<AddingHub>("/hub"));
        HubConnection toBack = await ConnectAsync(back);
        WebApplication front = await Kestrel.StartAsync(
            services => services.AddSingleton(toBack).AddSignalR(Tune), app => app.MapHub<ForwardingHub>("/hub"));
        return new SignalRFront(back, front, toBack, await ConnectAsync(front));
    }

    public Task AddAsync(int a, int b) => _client.InvokeAsync<int>("Add", a, b);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _front.DisposeAsync();
        await _toBack.DisposeAsync();
        await _back.DisposeAsync();
    }

    /// <summary>A connection may have as many calls at once as the gateway's, and not one.</summary>
    private static void Tune(HubOptions options) => options.MaximumParallelInvocationsPerClient = 100;

    private static async Task<HubConnection> ConnectAsync(WebApplication app)
    {
        HubConnection connection = new HubConnectionBuilder()
            .WithUrl(Kestrel.AddressOf(app, "/hub"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .ConfigureLogging(logging => logging.ClearProviders())
            .Build();
        await connection.StartAsync();
        return connection;
    }

    private sealed class AddingHub : Hub
    {
        public int Add(int a, int b) => a + b;
    }

    private sealed class ForwardingHub(HubConnection back) : Hub
    {
        public Task<int> Add(int a, int b) => back.InvokeAsync<int>("Add", a, b);
    }
}
