using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.Client;
using ZeroRpc.Events.Values;
using ZeroRpc.Server;
using ZeroRpc.Tests.Behaviour;

namespace ZeroRpc.Tests.Client;

/// <summary>Who has nothing around calls has no pipeline, so that calls take the direct way.</summary>
public class PipelineTests
{
    [Fact]
    public void A_server_without_middleware_has_no_pipeline() => Assert.Null(ServerPipeline.Of(new ZeroRpcServerOptions(), NullLogger.Instance));

    [Fact]
    public void A_client_without_middleware_and_retries_has_no_pipeline() => Assert.Null(ClientPipelineOf(new ZeroRpcClientOptions()));

    [Fact]
    public void Each_of_them_makes_one()
    {
        Assert.NotNull(ClientPipelineOf(new ZeroRpcClientOptions { Hooks = { new RecordingMiddleware() } }));
        Assert.NotNull(ClientPipelineOf(new ZeroRpcClientOptions { Interceptors = { (_, next) => next() } }));
        Assert.NotNull(ClientPipelineOf(new ZeroRpcClientOptions { Retry = new ZeroRpcRetryOptions() }));
    }

    private static ClientPipeline? ClientPipelineOf(ZeroRpcClientOptions options) =>
        ClientPipeline.Of(options, new ValueCodec(options.Values), NullLogger.Instance, _ => throw new NotSupportedException());
}
