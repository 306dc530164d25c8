using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of servers and remotes.</summary>
public static class ZeroRpcHealthChecksExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Checks that the host's server serves: from its start until it is told to stop, which makes the check fit for telling whether more work
    /// may be sent here. The check is named <c>zerorpc-server</c>, with a dash and the server's name behind.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="server">The server's name; null for the default one.</param>
    /// <param name="failureStatus">What to report when it does not; null for unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <returns>The health checks.</returns>
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
    /// Checks that a client's remote answers a ping. The check is named <c>zerorpc-remote</c>, with a dash and the client's name behind; its
    /// data tell how the client's connections stand.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="client">The client's name, <c>nameof(ICooler)</c> for a typed one; null for the default one.</param>
    /// <param name="limit">How long the answer may take, connecting included; null for 5 s.</param>
    /// <param name="failureStatus">What to report when none came; null for unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <returns>The health checks.</returns>
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
