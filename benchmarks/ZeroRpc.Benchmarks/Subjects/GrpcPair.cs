using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>gRPC on Kestrel, HTTP/2 over the loopback, without TLS or with it.</summary>
internal sealed class GrpcPair : ICaller
{
    private readonly WebApplication _server;
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _client;

    private GrpcPair(WebApplication server, string address, X509Certificate2? certificate)
    {
        Name = certificate is null ? "gRPC" : "gRPC with TLS";
        _server = server;
        _channel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = certificate is null ? null : HandlerThatTrusts(certificate) });
        _client = _channel.CreateCallInvoker();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Starts both sides.</summary>
    /// <param name="withTls">Whether the connection is encrypted, by a certificate that is made for it.</param>
    public static async Task<GrpcPair> StartAsync(bool withTls = false)
    {
        X509Certificate2? certificate = withTls ? NewCertificate() : null;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        WebApplication server = builder.Build();
        server.MapGrpcService<AdderService>();
        await server.StartAsync();
        return new GrpcPair(server, server.Urls.Single(), certificate);
    }

    /// <inheritdoc/>
    public Task AddAsync(int a, int b) => _client.AsyncUnaryCall(GrpcAdder.Add, null, default, new GrpcInts(a, b)).ResponseAsync;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    // No authority has signed the certificate, so the client trusts exactly this one.
    private static SocketsHttpHandler HandlerThatTrusts(X509Certificate2 certificate) => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, other, _, _) => other is not null && other.Equals(certificate) },
    };
}
