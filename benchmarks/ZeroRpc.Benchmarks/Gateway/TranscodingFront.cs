using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>gRPC's JSON transcoding, whose method forwards to a gRPC server.</summary>
internal sealed class TranscodingFront : IAsyncDisposable
{
    private readonly WebApplication _back;
    private readonly WebApplication _front;
    private readonly GrpcChannel _channel;

    private TranscodingFront(WebApplication back, WebApplication front, GrpcChannel channel) => (_back, _front, _channel) = (back, front, channel);

    public static async Task<TranscodingFront> StartAsync()
    {
        WebApplication back = await Kestrel.StartAsync(
            services => services.AddGrpc(), app => app.MapGrpcService<AddingService>(), HttpProtocols.Http2);
        GrpcChannel channel = GrpcChannel.ForAddress(back.Urls.Single());
        WebApplication front = await Kestrel.StartAsync(
            services => services.AddSingleton(new Adder.AdderClient(channel)).AddGrpc().AddJsonTranscoding(),
            app => app.MapGrpcService<ForwardingService>());
        return new TranscodingFront(back, front, channel);
    }

    /// <summary>A caller by HTTP.</summary>
    public HttpCaller ByHttp() => new("gRPC JSON transcoding", Kestrel.AddressOf(_front, "/adder/add"), (a, b) => $"{{\"a\":{a},\"b\":{b}}}");

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        _channel.Dispose();
        await _back.DisposeAsync();
    }

    private sealed class AddingService : Adder.AdderBase
    {
        public override Task<AddReply> Add(AddRequest request, ServerCallContext context) =>
            Task.FromResult(new AddReply { Sum = request.A + request.B });
    }

    private sealed class ForwardingService(Adder.AdderClient back) : Adder.AdderBase
    {
        public override Task<AddReply> Add(AddRequest request, ServerCallContext context) =>
            back.AddAsync(request, cancellationToken: context.CancellationToken).ResponseAsync;
    }
}
