using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of servers and remotes.</summary>
public static class ZeroRpcHealthChecksExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds a check that the server of the host is serving. It is healthy from the start of the server until it begins to stop, so it can
    /// be used as a readiness check. The check is named <c>zerorpc-server</c>, or <c>zerorpc-server-name</c> for a named server.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="server">The name of the server. Null for the default server.</param>
    /// <param name="failureStatus">The status to report if the server is not serving. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcServer(
        this IHealthChecksBuilder builder, string? server = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            NameOf("zerorpc-server", server),
            provider => new ServerHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcHostedServer>(server)),
            failureStatus,
            tags));
    }

    /// <summary>
    /// Adds a check that the remote of a client replies to a ping. The check is named <c>zerorpc-remote</c>, or <c>zerorpc-remote-name</c>
    /// for a named client. Its data contain the state of each of the client's connections.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="client">
    /// The name of the client, or <c>nameof(ICooler)</c> for a client of an interface. Null for the default client.
    /// </param>
    /// <param name="limit">How long the reply can take, including the connection. Null for 5 s.</param>
    /// <param name="failureStatus">The status to report if the remote does not reply. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public static IHealthChecksBuilder AddZeroRpcRemote(
        this IHealthChecksBuilder builder,
        string? client = null,
        TimeSpan? limit = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TimeSpan within = limit ?? DefaultLimit;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(within, TimeSpan.Zero, nameof(limit));
        return builder.Add(new HealthCheckRegistration(
            NameOf("zerorpc-remote", client),
            provider => new RemoteHealthCheck(
                provider.GetRequiredKeyedOrNot<ZeroRpcClient>(client), within, provider.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags));
    }

    private static string NameOf(string kind, string? name) => string.IsNullOrEmpty(name) ? kind : $"{kind}-{name}";

    private static T GetRequiredKeyedOrNot<T>(this IServiceProvider provider, string? name)
        where T : notnull => string.IsNullOrEmpty(name) ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(name);
}
