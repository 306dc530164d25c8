using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>gRPC on Kestrel, HTTP/2 without TLS over the loopback.</summary>
internal sealed class GrpcPair : ICaller
{
    private readonly WebApplication _server;
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _client;

    private GrpcPair(WebApplication server, string address)
    {
        _server = server;
        _channel = GrpcChannel.ForAddress(address);
        _client = _channel.CreateCallInvoker();
    }

    /// <inheritdoc/>
    public string Name => "gRPC";

    /// <summary>Starts both sides.</summary>
    public static async Task<GrpcPair> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication server = builder.Build();
        server.MapGrpcService<AdderService>();
        await server.StartAsync();
        return new GrpcPair(server, server.Urls.Single());
    }

    /// <inheritdoc/>
    public Task AddAsync(int a, int b) => _client.AsyncUnaryCall(GrpcAdder.Add, null, default, new GrpcInts(a, b)).ResponseAsync;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}
